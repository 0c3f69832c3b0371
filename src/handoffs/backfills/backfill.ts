import { DateTime } from 'luxon';
import type { WorkingTime } from '../../calendar/working-time.js';
import type { Instant } from '../../platform/duration.js';
import type { Row } from '../../platform/table.js';
import type { HANDOFF_BACKFILL, HANDOFF_BACKFILL_ACCOUNT } from './backfill.table.js';

/** What can be caught up on: by hand, of an account; or what begins when a deal is won, of the newest that was. */
export const BACKFILLED_STARTS = ['manual', 'deal.won'] as const;
export type BackfilledStart = (typeof BACKFILLED_STARTS)[number];

/** So many accounts at once. */
export const BACKFILLED_MAX = 1_000;

/** Why nothing is begun of an account. */
export const PASSED_OVER = ['there', 'planned', 'noDeal', 'nobody', 'otherKind', 'kindGone', 'calledOff'] as const;
export type PassedOver = (typeof PASSED_OVER)[number];

/** Accounts that were there before anybody asked for a handoff get one by and by. */
export type Backfill = Row<typeof HANDOFF_BACKFILL>;

/** One account of it. */
export type BackfilledAccount = Row<typeof HANDOFF_BACKFILL_ACCOUNT>;

/** What is known of an account that is asked about. */
export interface Candidate {
  readonly accountId: string;
  /** The newest that was won; null for none. */
  readonly dealId: string | null;
  /** Who gives. */
  readonly giverRepId: string | null;
  /** Whether there is one already, or was. */
  readonly isThere: boolean;
  /** Whether the deal is of another kind, or of none. */
  readonly isOfOther?: boolean;
  /** Whether another backfill will begin it. */
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
  /** By which hours days are working days. */
  readonly hours: Pick<WorkingTime, 'nextOpening'>;
  readonly timeZone: string;
  /** From Monday to Sunday, in the zone. */
  readonly perWeek: number;
}

/**
 * When so many things begin: at the openings of working days, evenly over those of each week that are left.
 * @returns ascending; shorter than asked for where the hours end for good before
 */
export function spreadOver(count: number, { from, hours, timeZone, perWeek }: Spread): Instant[] {
  const begins: Instant[] = [];
  for (let next = hours.nextOpening(from); next !== null && begins.length < count; ) {
    const endOfWeek = local(next, timeZone).endOf('week').toMillis();
    const days: Instant[] = [];
    for (; next !== null && next <= endOfWeek; next = hours.nextOpening(dayAfter(next, timeZone))) days.push(next);
    const these = Math.min(perWeek, count - begins.length);
    for (let place = 0; place < these; place += 1) begins.push(days[Math.floor((place * days.length) / these)]!);
  }
  return begins;
}

/** One of each group, then the next of each: nobody gets all of theirs at once. The order within a group stays. */
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

function dayAfter(at: Instant, timeZone: string): Instant {
  return local(at, timeZone).plus({ days: 1 }).startOf('day').toMillis();
}

function local(at: Instant, timeZone: string): DateTime {
  return DateTime.fromMillis(at, { zone: timeZone });
}
