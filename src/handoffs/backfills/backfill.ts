import type { WorkingTime } from '../../calendar/working-time.js';
import { localPeriods } from '../../conditions/condition-value.js';
import type { Row } from '../../platform/sql/table.js';
import type { Instant } from '../../platform/values/duration.js';
import type { HANDOFF_BACKFILL, HANDOFF_BACKFILL_ACCOUNT } from './backfill.table.js';

/**
 * The starts of kinds that can be backfilled: by hand, for an account; or on a win, for the newest deal of an account
 * that was won.
 */
export const BACKFILLED_STARTS = ['manual', 'deal.won'] as const;
export type BackfilledStart = (typeof BACKFILLED_STARTS)[number];

/** The number of accounts that one backfill can include. */
export const BACKFILLED_MAX = 1_000;

/** Why no handoff begins for an account. */
export const PASSED_OVER = ['there', 'planned', 'noDeal', 'nobody', 'otherKind', 'kindGone', 'calledOff'] as const;
export type PassedOver = (typeof PASSED_OVER)[number];

export type Backfill = Row<typeof HANDOFF_BACKFILL>;

export type BackfilledAccount = Row<typeof HANDOFF_BACKFILL_ACCOUNT>;

/** What is known of an account that may be backfilled. */
export interface Candidate {
  readonly accountId: string;
  /** The newest deal that was won; null for none. */
  readonly dealId: string | null;
  /** The rep who would give the handoff; null if not known. */
  readonly giverRepId: string | null;
  /** Whether it has such a handoff already that is not cancelled. */
  readonly isThere: boolean;
  /** Whether the deal gets another kind of handoff, or none. */
  readonly isOfOther?: boolean;
  /** Whether it waits in another backfill. */
  readonly isPlanned: boolean;
}

/** @returns why an account is passed over; null for one that gets its handoff */
export function whyPassedOver(
  { dealId, giverRepId, isThere, isOfOther, isPlanned }: Candidate,
  start: BackfilledStart,
): PassedOver | null {
  if (start === 'deal.won' && dealId === null) return 'noDeal';
  if (isThere) return 'there';
  if (isOfOther) return 'otherKind';
  if (isPlanned) return 'planned';
  return giverRepId === null ? 'nobody' : null;
}

interface Spread {
  /** The first instant at which anything may begin. */
  readonly from: Instant;
  /** The hours that decide which days are working days. */
  readonly hours: Pick<WorkingTime, 'nextOpening'>;
  readonly timeZone: string;
  /** How many begin in a week at most, from Monday to Sunday in the zone. */
  readonly perWeek: number;
}

/**
 * Returns when `count` things begin: at the openings of working days, spread evenly over those left in each week.
 * @returns ascending; fewer than `count` if the hours end for good before
 */
export function spreadOver(count: number, { from, hours, timeZone, perWeek }: Spread): Instant[] {
  const begins: Instant[] = [];
  for (let next = hours.nextOpening(from); next !== null && begins.length < count; ) {
    const endOfWeek = localPeriods(timeZone, next).week.to;
    const days: Instant[] = [];
    for (; next !== null && next < endOfWeek; next = hours.nextOpening(localPeriods(timeZone, next).day.to))
      days.push(next);
    const these = Math.min(perWeek, count - begins.length);
    for (let place = 0; place < these; place += 1) begins.push(days[Math.floor((place * days.length) / these)]!);
  }
  return begins;
}

/**
 * Orders a list in turns: the first of each group, then the second of each, so that no group gets all of its own at
 * once. The order within a group stays.
 */
export function inTurns<Each>(all: readonly Each[], groupOf: (each: Each) => string | null): Each[] {
  const turns = new Map<string | null, number>();
  return all
    .map((each) => {
      const turn = turns.get(groupOf(each)) ?? 0;
      turns.set(groupOf(each), turn + 1);
      return { each, turn };
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ each }) => each);
}
