import { type IdentifyingSettings, identifyingAddress, identifyingNumber } from '../../contact/identifying.js';
import type { LeadBody } from '../../leads/lead.dto.js';
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_SECOND } from '../../platform/values/duration.js';

export const ARRIVAL_STATES = ['waiting', 'accepted', 'rejected'] as const;
export type ArrivalState = (typeof ARRIVAL_STATES)[number];

/** Why what arrived is no lead. Each is a sentence for people, too. */
export const WHY_NOT_TAKEN = {
  proof: 'Its proof is wrong: the secret of the connection is another one, or somebody else sent it.',
  unreadable: 'It is no form and no JSON, or not as its type says.',
  noContact: 'It has no address, no number that can be read, and no id of a platform, so nobody can be reached by it.',
  trap: 'A field that people do not see was filled in, so a program probably sent it.',
  tooFast: 'It was sent within two seconds after the form was opened, so a program probably sent it.',
  tooMany: 'More came from one network within a minute than people send.',
  origin: 'It was sent from a page whose origin is not among those of the connection.',
  failed: 'It could not be taken in; the log says why.',
  paused: 'Expressions of its connection cannot be evaluated just now, and are once more in some minutes.',
  fetching: 'Its fields are still to be fetched.',
  notFetched: 'Its fields could not be fetched.',
  sample: 'Meta’s sample arrived: the address and the app secret are right. A sample is no lead.',
  unknownPerson: 'No lead has its address or its number.',
  notRecorded: 'It happened before the lead came in, or too long ago to be recorded.',
  told: 'It tells of others, which are listed by themselves.',
  deleted: 'Somebody has deleted a lead where it came from: what it had become is erased.',
} as const;
export type WhyNotTaken = keyof typeof WHY_NOT_TAKEN;

/** What probably no person sent waits for somebody to look at it. */
export const DOUBTFUL = ['trap', 'tooFast', 'tooMany', 'origin'] as const satisfies readonly WhyNotTaken[];
const WAITING: ReadonlySet<WhyNotTaken> = new Set<WhyNotTaken>([...DOUBTFUL, 'fetching', 'paused']);
/** What did what it was for. */
const ACCEPTED: ReadonlySet<WhyNotTaken> = new Set<WhyNotTaken>(['sample', 'told', 'deleted']);

export function stateFor(reason: WhyNotTaken): ArrivalState {
  if (ACCEPTED.has(reason)) return 'accepted';
  return WAITING.has(reason) ? 'waiting' : 'rejected';
}

/** How long what arrived is kept, as it came. */
export const KEPT_FOR_MS = 30 * MS_PER_DAY;
/** A node that takes something up has so much time before another one does. */
export const TAKEN_FOR_MS = 30 * MS_PER_SECOND;
/** What waits for expressions for so long is taken in without them: a lead must not be left lying. */
export const PAUSED_FOR_MS = MS_PER_HOUR;
/** At most so many wrong proofs of a connection are kept: they come from anybody. */
export const UNPROVEN_MAX = 1_000;
/** At most so many doubtful ones of a connection wait. */
export const DOUBTFUL_MAX = 10_000;

/** Whether anybody can be reached by a lead, or a platform knows who it is. */
export function isReachable({ contact = {}, externalId }: LeadBody, settings: IdentifyingSettings): boolean {
  const { email, phone, country } = contact;
  return (
    externalId !== undefined ||
    identifyingAddress(email, settings) !== null ||
    identifyingNumber(phone, country, settings) !== null
  );
}
