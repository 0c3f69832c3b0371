import type { LeadInput } from '../vocabulary/lead-fields.js';
import type { LeadStatus } from './lead.js';

/** The keys that identify a person, in the order of their precedence. */
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

export function keysOfPerson({ emailKey, phoneKey, clickKey }: Keys): readonly (readonly [PersonWay, string])[] {
  const ways = [
    ['email', emailKey],
    ['phone', phoneKey],
    ['clickId', clickKey],
  ] as const;
  return ways.flatMap(([way, key]) => (key === null ? [] : [[way, key] as const]));
}

/** The order in which a new form of the same person prefers leads. Suppressed leads never match. */
const BY_CONCERN: readonly LeadStatus[] = ['open', 'nurturing', 'recycled', 'won', 'lost'];

/** Returns the lead that a new form is about: by status, then by the key that matched, then the latest. */
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
