import type { Schemas } from '../api/api.js';
import { KINDS } from '../parts/identifier.js';
import { lowered } from '../parts/words.js';

type Lead = Pick<Schemas['Lead'], 'contact' | 'issues' | 'suppression'>;

export type Channel = NonNullable<Lead['contact']['doNot']>[number];

/** As verbs, in the order in which they are named. */
const CHANNELS: Readonly<Record<Channel, string>> = { call: 'call', sms: 'text', email: 'e-mail' };

export const DO_NOT_CONTACT = 'Do not contact';

/** Channels on which a person must not be contacted, and why. */
export interface Ban {
  readonly channels: readonly Channel[];
  /** `Do not call or text` */
  readonly words: string;
  readonly why: string;
  /** Since when, if that is known. */
  readonly since: string | null;
}

/** Returns what is forbidden: by the suppression in force, and beyond that by what came with the lead. */
export function bansOf({ contact, issues = [], suppression }: Lead, now: number): Ban[] {
  // None tells an open inbox when it ends by itself.
  const inForce =
    suppression !== null && (suppression.until === null || Date.parse(suppression.until) > now) ? suppression : null;
  const suppressed = inForce?.doNot ?? [];
  const further = (contact.doNot ?? []).filter((channel) => !suppressed.includes(channel));
  const isByNumber = (channel: Channel) => channel !== 'email' && issues.includes('suppressedNumber');
  return [
    ban(suppressed, inForce === null ? '' : suppressedBy(inForce), inForce?.createdAt),
    ban(further.filter(isByNumber), 'the number was suppressed when it came'),
    ban(
      further.filter((channel) => !isByNumber(channel)),
      'they do not want it',
    ),
  ].filter(({ channels }) => channels.length > 0);
}

export function mayUse(channel: Channel, lead: Lead, now: number): boolean {
  return !bansOf(lead, now).some(({ channels }) => channels.includes(channel));
}

/** `Do not call or text: phone number suppressed (Does not want to be contacted)` */
export function banInWords({ words, why }: Pick<Ban, 'words' | 'why'>): string {
  return `${words}: ${why}`;
}

function ban(channels: readonly Channel[], why: string, since: string | null = null): Ban {
  return { channels, words: forbidding(channels), why, since };
}

/** `Do not call or text`, or `Do not contact` for all channels. */
export function forbidding(channels: readonly Channel[]): string {
  const all = Object.keys(CHANNELS) as Channel[];
  const named = all.filter((channel) => channels.includes(channel));
  if (named.length === all.length) return DO_NOT_CONTACT;
  return `Do not ${new Intl.ListFormat('en', { type: 'disjunction' }).format(named.map((channel) => CHANNELS[channel]))}`;
}

/** Says what was suppressed, and why. */
function suppressedBy({ kind, label }: NonNullable<Lead['suppression']>): string {
  return `${lowered(KINDS[kind])} suppressed (${label})`;
}
