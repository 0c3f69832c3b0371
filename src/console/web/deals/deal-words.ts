import type { Schemas } from '../api/api.js';
import { dayIn, shortDay } from '../parts/times.js';
import { counted } from '../parts/words.js';

export type Deal = Schemas['Deal'];

export const TYPES: Readonly<Record<Deal['type'], string>> = {
  new: 'New',
  expansion: 'Expansion',
  renewal: 'Renewal',
  reactivation: 'Reactivation',
};

export const STAGES: Readonly<Record<Deal['stage'], string>> = { open: 'Open', won: 'Won', lost: 'Lost' };

/** From the least certain to the most; `omitted` is last. */
export const CATEGORIES: Readonly<Record<Deal['category'], string>> = {
  pipeline: 'Pipeline',
  bestCase: 'Best case',
  commit: 'Commit',
  omitted: 'Not in the forecast',
};

/** What a promise requires of the owner. */
export const ASKED_OF_DEAL: Readonly<Record<Deal['clocks'][number]['kind'], string>> = {
  renewalFirstTalk: 'Talk with the customer',
  renewalDecider: 'Name the decision maker',
  renewalCommitted: 'Say how sure it is',
  dealDate: 'Close it or name another date',
};

export const RENEWAL_ENDS: Readonly<Record<NonNullable<NonNullable<Deal['renewal']>['cause']>, string>> = {
  renewed: 'The contract was renewed',
  auto: 'The contract renewed automatically',
  notice: 'Notice was given',
  ended: 'The contract ended',
  withdrawn: 'There is nothing to renew any more',
};

/** What the form of a handoff lacks: `3 answers missing`. */
export const missingWords = ({ missing }: NonNullable<Deal['handoff']>): string =>
  `${counted(missing, 'answer')} missing`;

/** The amount of a deal, as opposed to its ARR. */
export const WHOLE_TERM = 'Amount, whole term';

/** Whether the day on which an open deal was to close is over. */
export function isPast({ stage, expectedCloseAt }: Pick<Deal, 'stage' | 'expectedCloseAt'>, now: number): boolean {
  return stage === 'open' && expectedCloseAt !== null && Date.parse(expectedCloseAt) < now;
}

/** Returns the day on which a deal closes or has closed: `5 Oct 2026, past` if that of an open one is over. */
export function closingDay(deal: Deal, { timeZone, now }: { readonly timeZone: string; readonly now: number }): string {
  const at = deal.wonAt ?? deal.lostAt ?? deal.expectedCloseAt;
  return at === null ? '' : `${shortDay(dayIn(Date.parse(at), timeZone))}${isPast(deal, now) ? ', past' : ''}`;
}
