import { nameKeyOf, type PersonName } from '../../leads/person-names.js';
import { SHARED_ADDRESS, SHARED_NUMBER } from '../../leads/reading.js';
import {
  concerned,
  keysOfPerson,
  type Person,
  type SamePerson,
  type SharingLead,
  sharedBy,
} from '../../leads/same-person.js';
import type { FoundPersons, KnownPerson } from '../../leads/same-person.store.js';
import type { JoiningForm } from './joining.service.js';
import type { ValidArrival } from './reading-arrivals.js';

type KeyedLead = Pick<SharingLead, 'id' | 'status' | 'ownerId' | 'by'>;

/** Finds the leads of the same person, from before this batch or from earlier in it. */
export class PersonsOfBatch {
  /** The leads of this batch that have a key, or that a form of it with the key joins; each once. */
  private readonly inBatch = new Map<string, Map<string, KeyedLead>>();
  /** What the forms of this batch add to the persons of leads, by the ids of the leads. */
  private readonly persons = new Map<string, KnownPerson>();
  private readonly addresses = new Map<string, Set<string>>();
  private readonly names = new Map<string, Set<string>>();

  /** @param isWanted whether leads of the same person are looked for at all */
  constructor(
    private readonly before: FoundPersons,
    private readonly isWanted: boolean,
  ) {}

  /** Returns the form, if its person has a lead already or shares a number or click with that of one. */
  formOf(each: ValidArrival): JoiningForm | null {
    const same = this.sameAs(each);
    if (same === null) return null;
    const { leadCase, givenId, externalKeys: keys } = each;
    return { document: leadCase.document!, actor: leadCase.actor!, givenId, keys, same };
  }

  /** Returns what about a form is shared by many people, as issues of its lead. */
  issuesOf({ leadCase: { document }, duplicates }: ValidArrival): string[] {
    if (duplicates === 'separate') return [];
    const { number, address } = this.sharedBy(document!);
    return [...(number ? [SHARED_NUMBER] : []), ...(address ? [SHARED_ADDRESS] : [])];
  }

  /** @param into the lead that the form joins; by default, it becomes one */
  add(
    { leadCase: { lead, document } }: ValidArrival,
    into: Pick<SamePerson, 'id' | 'status' | 'ownerId'> = lead,
  ): void {
    if (lead.test || !this.isWanted) return;
    const { emailKey, phoneKey, contact } = document!;
    const { id, status, ownerId } = into;
    for (const [by, key] of keysOfPerson(document!)) {
      const leads = this.inBatch.get(`${by} ${key}`);
      if (leads === undefined) this.inBatch.set(`${by} ${key}`, new Map([[id, { id, status, ownerId, by }]]));
      else leads.set(id, { id, status, ownerId, by });
    }
    this.know(id, emailKey, contact);
    if (phoneKey !== null && emailKey !== null) include(this.addresses, phoneKey, emailKey);
    const name = nameKeyOf(contact);
    if (emailKey !== null && name !== null) include(this.names, emailKey, name);
  }

  /** Returns the lead by which the person became a customer, if this one repeats it. */
  boughtBefore(each: ValidArrival): SamePerson | null {
    const same = this.linkedOf(each);
    return same?.status === 'won' ? same : null;
  }

  /** Returns the lead that a new one names as that of maybe the same person. */
  linkedOf(each: ValidArrival): SamePerson | null {
    const same = this.sameAs(each);
    return same !== null && each.leadCase.lead.duplicateOf === same.id ? same : null;
  }

  private sameAs({ leadCase: { lead, document }, duplicates }: ValidArrival): SamePerson | null {
    if (duplicates === 'separate') return null;
    const inBatch = keysOfPerson(document!).flatMap((known) => [
      ...(this.inBatch.get(known.join(' '))?.values() ?? []),
    ]);
    const before = this.before.sharing.get(lead.id) ?? [];
    const others = inBatch.filter(({ id }) => id !== lead.id).map((each) => ({ ...each, emails: [], names: [] }));
    const all = [...before, ...others].map((each) => this.withPerson(each, before));
    return all.length === 0 ? null : concerned(document!, all, this.sharedBy(document!));
  }

  /** Gives a lead all that is known of its person, by whichever key it was found. */
  private withPerson(lead: SharingLead, before: readonly SharingLead[]): SharingLead {
    const known = before.find(({ id }) => id === lead.id) ?? lead;
    const added = this.persons.get(lead.id);
    if (added === undefined) return { ...lead, emails: known.emails, names: known.names };
    return { ...lead, emails: [...known.emails, ...added.emails], names: [...known.names, ...added.names] };
  }

  /** A batch may hold a thousand forms of one person, so nothing is noted twice. */
  private know(leadId: string, emailKey: string | null, name: PersonName): void {
    const person = this.persons.get(leadId) ?? { emails: [], names: [] };
    if (emailKey !== null && !person.emails.includes(emailKey)) person.emails.push(emailKey);
    if (!person.names.some((each) => nameKeyOf(each) === nameKeyOf(name))) person.names.push(name);
    this.persons.set(leadId, person);
  }

  private sharedBy(person: Person) {
    const { phoneKey, emailKey } = person;
    const of = (key: string | null, before: ReadonlyMap<string, ReadonlySet<string>>, now: typeof before) =>
      key === null ? [] : [...(before.get(key) ?? []), ...(now.get(key) ?? [])];
    return sharedBy(
      person,
      of(phoneKey, this.before.addresses, this.addresses),
      of(emailKey, this.before.names, this.names),
    );
  }
}

function include(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}
