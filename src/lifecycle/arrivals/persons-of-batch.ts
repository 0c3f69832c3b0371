import { nameKeyOf } from '../../leads/person-names.js';
import { SHARED_ADDRESS, SHARED_NUMBER } from '../../leads/reading.js';
import {
  concerned,
  keysOfPerson,
  type Person,
  type SamePerson,
  type SharingLead,
  sharedBy,
} from '../../leads/same-person.js';
import type { FoundPersons } from '../../leads/same-person.store.js';
import { groupBy } from '../../platform/values/group.js';
import type { JoiningForm } from './joining.service.js';
import type { ValidArrival } from './reading-arrivals.js';

/** Finds the leads of the same person, from before this batch or from earlier in it. */
export class PersonsOfBatch {
  private readonly inBatch = new Map<string, SharingLead[]>();
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
    const person = { emails: emailKey === null ? [] : [emailKey], names: [contact] };
    for (const [by, key] of keysOfPerson(document!))
      insert(this.inBatch, `${by} ${key}`, { id: into.id, status: into.status, ownerId: into.ownerId, by, ...person });
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
    const inBatch = keysOfPerson(document!).flatMap((known) => this.inBatch.get(known.join(' ')) ?? []);
    const others = inBatch.filter(({ id }) => id !== lead.id);
    const all = asOnePerson([...(this.before.sharing.get(lead.id) ?? []), ...others]);
    return all.length === 0 ? null : concerned(document!, all, this.sharedBy(document!));
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

/** Gives each lead all addresses and names that are known of its person: one form may have joined it after another. */
function asOnePerson(leads: readonly SharingLead[]): SharingLead[] {
  if (leads.length < 2) return [...leads];
  const ofLead = groupBy(leads, ({ id }) => id);
  return leads.map((lead) => {
    const all = ofLead.get(lead.id)!;
    return { ...lead, emails: all.flatMap(({ emails }) => emails), names: all.flatMap(({ names }) => names) };
  });
}

function insert(lists: Map<string, SharingLead[]>, key: string, lead: SharingLead): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [lead]);
  else list.push(lead);
}

function include(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}
