import { storedKeys } from '../contact/identifying.js';
import { isMobile } from '../contact/number.js';
import type { LeadInput } from '../vocabulary/lead-fields.js';
import type { LeadDocument, LeadStatus } from './lead.js';
import { nameKeyOf, namesAgree, type PersonName } from './person-names.js';

/** The keys that a person's leads can share, in the order of their precedence. */
export const PERSON_WAYS = ['email', 'phone', 'clickId'] as const;
export type PersonWay = (typeof PERSON_WAYS)[number];

/** Ids of a single click or form submission, without those of browsers and those given to many people. */
const OF_ONE_CLICK = [
  ...(['gclid', 'msclkid', 'metaLeadId', 'linkedinLeadId', 'tiktokLeadId', 'ttclid', 'fbclid', 'fbc'] as const),
];

/** Returns the click that a lead came from, in the form in which clicks are compared; null for none. */
export function clickKeyOf(clickIds: LeadInput['clickIds']): string | null {
  if (clickIds === undefined) return null;
  const name = OF_ONE_CLICK.find((each) => clickIds[each] !== undefined);
  return name === undefined ? null : `${name}:${clickIds[name]}`;
}

/** A person, as a form shows them. */
export type Person = Pick<LeadDocument, 'emailKey' | 'phoneKey' | 'clickKey' | 'contact'>;

/** All keys by which leads of a person are looked for. */
export function keysOfPerson({ emailKey, phoneKey, clickKey }: Person): readonly (readonly [PersonWay, string])[] {
  const ways = [
    ['email', emailKey],
    ['phone', phoneKey],
    ['clickId', clickKey],
  ] as const;
  return ways.flatMap(([way, key]) => (key === null ? [] : storedKeys(way, key).map((each) => [way, each] as const)));
}

/** A lead that shares a key with a person. */
export interface SharingLead {
  readonly id: string;
  readonly status: LeadStatus;
  readonly ownerId: string | null;
  /** The key that they share. */
  readonly by: PersonWay;
  /** All addresses and names of its own person, those of joined forms included. */
  readonly emails: readonly string[];
  readonly names: readonly PersonName[];
}

/** What is known of the person of a lead. */
export interface KnownPerson {
  readonly emails: string[];
  readonly names: PersonName[];
}

/** Adds what another form says about a person, once: a batch may hold a thousand forms of one. */
export function learn(
  { emails, names }: KnownPerson,
  { emailKey, contact }: Pick<Person, 'emailKey' | 'contact'>,
): void {
  if (emailKey !== null && !emails.includes(emailKey)) emails.push(emailKey);
  const key = nameKeyOf(contact);
  if (!names.some((name) => nameKeyOf(name) === key)) names.push(contact);
}

/** Whether an address or number is used by so many that it says nothing about who somebody is. */
export interface Shared {
  readonly address: boolean;
  readonly number: boolean;
}

/** Addresses of a number within a year, or names of an address within a month, that make it one of many people. */
const MANY = 3;
export const ADDRESSES_COUNT_FOR = 'P365D';
export const NAMES_COUNT_FOR = 'P30D';

/** @param addresses that came with its number within `ADDRESSES_COUNT_FOR` @param names with its address likewise */
export function sharedBy(
  { emailKey, contact }: Pick<Person, 'emailKey' | 'contact'>,
  addresses: Iterable<string>,
  names: Iterable<string>,
): Shared {
  const [ofNumber, ofAddress] = [new Set(addresses), new Set(names)];
  if (emailKey !== null) ofNumber.add(emailKey);
  const name = nameKeyOf(contact);
  if (name !== null) ofAddress.add(name);
  return { number: areMany(ofNumber), address: areMany(ofAddress) };
}

/** @param values the addresses of a number, or the names of an address */
export function areMany(values: ReadonlySet<string> | undefined): boolean {
  return values !== undefined && values.size >= MANY;
}

/**
 * How a lead stands to a person: its person is the `same`; it is `linked` by a number or click, which others may have
 * too; or neither.
 */
export type Relation = 'same' | 'linked' | 'none';

/** The one rule of who is the same person. Source: docs/adr/0121-who-is-the-same-person.md */
export function relationOf(person: Person, { by, emails, names }: SharingLead, shared: Shared): Relation {
  switch (by) {
    case 'email':
      return shared.address ? 'none' : 'same';
    case 'phone': {
      if (shared.number) return 'none';
      const { emailKey, phoneKey, contact } = person;
      if (emailKey === null || emails.length === 0 || emails.includes(emailKey)) return 'same';
      return isMobile(phoneKey!) && names.some((name) => namesAgree(contact, name)) ? 'same' : 'linked';
    }
    case 'clickId':
      return 'linked';
    default:
      return by satisfies never;
  }
}

/** A lead that may be of the same person. */
export type RelatedLead = Pick<SharingLead, 'id' | 'status' | 'ownerId'>;

/** The lead that a person's form is about. */
export type SamePerson = RelatedLead & {
  readonly by: PersonWay;
  readonly relation: Exclude<Relation, 'none'>;
};

const BY_RELATION = ['same', 'linked'] as const;
/** The order in which a new form of the same person prefers leads. */
const BY_CONCERN: readonly LeadStatus[] = ['open', 'nurturing', 'recycled', 'won', 'lost', 'suppressed'];

/** Returns the lead that a form is about: by relation, status, and the key that matched; then the latest. */
export function concerned(person: Person, leads: readonly SharingLead[], shared: Shared): SamePerson | null {
  const found = leads.flatMap((lead): SamePerson[] => {
    const relation = relationOf(person, lead, shared);
    const { id, status, ownerId, by } = lead;
    return relation === 'none' ? [] : [{ id, status, ownerId, by, relation }];
  });
  found.sort(
    (one, other) =>
      BY_RELATION.indexOf(one.relation) - BY_RELATION.indexOf(other.relation) ||
      BY_CONCERN.indexOf(one.status) - BY_CONCERN.indexOf(other.status) ||
      PERSON_WAYS.indexOf(one.by) - PERSON_WAYS.indexOf(other.by) ||
      (one.id < other.id ? 1 : -1),
  );
  return found[0] ?? null;
}
