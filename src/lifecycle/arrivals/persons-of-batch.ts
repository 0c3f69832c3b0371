import { nameKeyOf } from '../../leads/person-names.js';
import { SHARED_ADDRESS, SHARED_NUMBER } from '../../leads/reading.js';
import {
  areMany,
  concerned,
  type KnownPerson,
  keysOfPerson,
  learn,
  type Person,
  type SamePerson,
  type Shared,
  type SharingLead,
  sharedBy,
} from '../../leads/same-person.js';
import type { FoundPersons } from '../../leads/same-person.store.js';
import type { Duplicates } from '../../routing/sources/source.dto.js';
import type { LeadCase } from '../lead-case.js';
import type { JoiningForm } from './joining.service.js';
import type { ValidArrival } from './reading-arrivals.js';

/** As many as are looked at of earlier ones. */
const LEADS_OF_A_KEY_MAX = 5;

/** A lead, or a form that may join one, with what its source does with further forms of a person. */
export interface OfPerson {
  readonly leadCase: LeadCase;
  readonly duplicates: Duplicates;
}

type KeyedLead = Pick<SharingLead, 'id' | 'status' | 'ownerId' | 'by'>;

/** Finds the leads of the same person, from before this batch or from earlier in it. */
export class PersonsOfBatch {
  /** The leads of this batch that have a key, or that a form of it with the key joins; each once. */
  private readonly inBatch = new Map<string, KeyedLead[]>();
  /** What the forms of this batch add to the persons of leads, by the ids of the leads. */
  private readonly persons = new Map<string, KnownPerson>();
  private readonly found = new Map<OfPerson, SamePerson>();
  private readonly addresses = new Map<string, Set<string>>();
  private readonly names = new Map<string, Set<string>>();

  /** @param isWanted whether leads of the same person are looked for at all */
  constructor(
    private readonly before: FoundPersons,
    private readonly isWanted: boolean,
  ) {}

  /** Returns the form, if its person has a lead already or shares a number or click with that of one. */
  formOf(each: ValidArrival): JoiningForm | null {
    const same = this.find(each);
    if (same === null) return null;
    const { leadCase, givenId, externalKeys: keys } = each;
    return { document: leadCase.document!, actor: leadCase.actor!, givenId, keys, same };
  }

  /** Returns the lead that one is about, or with which it shares a number or click. */
  find(each: OfPerson): SamePerson | null {
    const same = this.sameAs(each);
    if (same !== null) this.found.set(each, same);
    return same;
  }

  /** Returns what about a form is shared by many people, as issues of its lead. */
  issuesOf({ leadCase: { document }, duplicates }: OfPerson): string[] {
    if (duplicates === 'separate') return [];
    const { number, address } = this.sharedBy(document!);
    return [...(number ? [SHARED_NUMBER] : []), ...(address ? [SHARED_ADDRESS] : [])];
  }

  /** @param into the lead that the form joins; by default, it becomes one */
  add(
    { leadCase: { lead, document } }: Pick<OfPerson, 'leadCase'>,
    into: Pick<SamePerson, 'id' | 'status' | 'ownerId'> = lead,
  ): void {
    if (lead.test || !this.isWanted) return;
    const { emailKey, phoneKey, contact } = document!;
    const { id, status, ownerId } = into;
    for (const [by, key] of keysOfPerson(document!)) keep(this.inBatch, `${by} ${key}`, { id, status, ownerId, by });
    const person = this.persons.get(id) ?? { emails: [], names: [] };
    learn(person, document!);
    this.persons.set(id, person);
    if (phoneKey !== null && emailKey !== null) include(this.addresses, phoneKey, emailKey);
    const name = nameKeyOf(contact);
    if (emailKey !== null && name !== null) include(this.names, emailKey, name);
  }

  /** Returns the lead that a new one names as that of maybe the same person. */
  linkedOf(each: OfPerson): SamePerson | null {
    const same = this.found.get(each);
    return same?.id === each.leadCase.lead.duplicateOf ? same : null;
  }

  private sameAs({ leadCase: { lead, document }, duplicates }: OfPerson): SamePerson | null {
    if (duplicates === 'separate') return null;
    const shared = this.sharedBy(document!);
    const before = this.before.sharing.get(lead.id) ?? [];
    const inBatch = keysOfPerson(document!).flatMap((known) => this.inBatch.get(known.join(' ')) ?? []);
    if (before.length + inBatch.length === 0) return null;
    const others = inBatch.map((each) => ({ ...each, emails: [], names: [] }));
    const all = [...before, ...others].map((each) => this.withPerson(each, before));
    return concerned(document!, all, shared);
  }

  /** Gives a lead all that is known of its person, by whichever key it was found. */
  private withPerson(lead: SharingLead, before: readonly SharingLead[]): SharingLead {
    const { emails, names } = before.find(({ id }) => id === lead.id) ?? lead;
    const added = this.persons.get(lead.id);
    if (added === undefined) return { ...lead, emails, names };
    return { ...lead, emails: [...emails, ...added.emails], names: [...names, ...added.names] };
  }

  private sharedBy({ emailKey, phoneKey, contact }: Person): Shared {
    const known = (before: ReadonlyMap<string, ReadonlySet<string>>, now: typeof before, key: string | null) =>
      key === null ? [] : [...(before.get(key) ?? []), ...(now.get(key) ?? [])];
    return sharedBy(
      { emailKey, contact },
      known(this.before.addresses, this.addresses, phoneKey),
      known(this.before.names, this.names, emailKey),
    );
  }
}

/** Keeps the latest: a thousand leads of a batch may have one number. */
function keep(lists: Map<string, KeyedLead[]>, key: string, lead: KeyedLead): void {
  const others = (lists.get(key) ?? []).filter(({ id }) => id !== lead.id);
  lists.set(key, [...others.slice(1 - LEADS_OF_A_KEY_MAX), lead]);
}

/** Keeps as many as tell that the key is used by many people. */
function include(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else if (!areMany(set)) set.add(value);
}

/** Adds to a lead what others say about its person. @param same the lead that it is about; null for none */
export function noteWhatIsKnown(leadCase: LeadCase, same: SamePerson | null, issues: readonly string[]): void {
  if (same !== null) leadCase.lead = { ...leadCase.lead, duplicateOf: same.id };
  if (issues.length === 0) return;
  const document = leadCase.document!;
  leadCase.document = { ...document, issues: [...document.issues, ...issues] };
}
