import type { LeadInput } from '../vocabulary/lead-fields.js';
import type { LeadStatus } from './lead.js';

/** By what a person is known again, in the order in which it is asked. */
export const PERSON_WAYS = ['email', 'phone', 'clickId'] as const;
export type PersonWay = (typeof PERSON_WAYS)[number];

/** Ids of one click, or of one answer to a form. Those of browsers, and those that platforms give to many people, are none. */
const OF_ONE_CLICK = [
  ...(['gclid', 'msclkid', 'metaLeadId', 'linkedinLeadId', 'tiktokLeadId', 'ttclid', 'fbclid', 'fbc'] as const),
];

/** The click by which a lead came, as it is compared; null where none is known. */
export function clickKeyOf(clickIds: LeadInput['clickIds']): string | null {
  if (clickIds === undefined) return null;
  const name = OF_ONE_CLICK.find((each) => clickIds[each] !== undefined);
  return name === undefined ? null : `${name}:${clickIds[name]}`;
}

/** A lead of the same person. */
export interface SamePerson {
  readonly id: string;
  readonly status: LeadStatus;
  readonly ownerId: string | null;
  readonly by: PersonWay;
}

interface Keys {
  readonly emailKey: string | null;
  readonly phoneKey: string | null;
  readonly clickKey: string | null;
}

/** What a person is known by, each with its way. */
export function keysOfPerson({ emailKey, phoneKey, clickKey }: Keys): readonly (readonly [PersonWay, string])[] {
  const ways = [
    ['email', emailKey],
    ['phone', phoneKey],
    ['clickId', clickKey],
  ] as const;
  return ways.flatMap(([way, key]) => (key === null ? [] : [[way, key] as const]));
}

/** From the one that a new form of the same person concerns most. A person who is kept out has none. */
const BY_CONCERN: readonly LeadStatus[] = ['open', 'nurturing', 'recycled', 'won', 'lost'];

/** Which of several leads of a person a new form is about: one that is worked on first, then by how it is known, then the latest. */
export function concerned(found: readonly SamePerson[]): SamePerson | null {
  const ranked = found
    .filter(({ status }) => BY_CONCERN.includes(status))
    .sort(
      (one, other) =>
        BY_CONCERN.indexOf(one.status) - BY_CONCERN.indexOf(other.status) ||
        PERSON_WAYS.indexOf(one.by) - PERSON_WAYS.indexOf(other.by) ||
        (one.id < other.id ? 1 : -1),
    );
  return ranked[0] ?? null;
}
