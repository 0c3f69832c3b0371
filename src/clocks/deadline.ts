import { DeadlineOutOfReachError } from '../calendar/calendar.errors.js';
import { parseDuration } from '../platform/duration.js';
import type { Instant, Interval } from '../platform/instant.js';
import type { Promised } from '../sla/policy.js';
import type { Clock, ClockHours } from './clock.js';

/** When a running clock is to be kept, as far as its calendar has such moments within reach. */
export interface Window {
  /** Null where it is open from the start. */
  readonly opensAt: Instant | null;
  /** Null for one that only measures. */
  readonly dueAt: Instant | null;
}

/** @param pauses in which it stands: neither the wait for its window nor the window gets shorter meanwhile */
export function windowOf(clock: Clock, hours: ClockHours, pauses: readonly Interval[]): Window {
  const after = (from: Instant, written: string) => deadlineInReach(from, durationIn(clock, written), hours, pauses);
  const opensAt = clock.wait === null ? null : after(clock.startedAt, clock.wait);
  if (clock.target === null || (clock.wait !== null && opensAt === null)) return { opensAt, dueAt: null };
  const dueAt = after(opensAt ?? clock.startedAt, clock.target);
  return { opensAt, dueAt: dueAt === null ? null : notBeforeGrace(clock, dueAt, hours, pauses) };
}

/** A grace stands still in pauses as well: what is left of it is left afterwards. */
function notBeforeGrace(
  { graceFrom, graceAt }: Clock,
  dueAt: Instant,
  hours: ClockHours,
  pauses: readonly Interval[],
): Instant | null {
  if (graceFrom === null || graceAt === null) return dueAt;
  if (pauses.length === 0) return Math.max(dueAt, graceAt);
  // A pause holds back what is due at once, too.
  const ms = Math.max(1, hours.workingMsBetween(graceFrom, graceAt));
  const endsAt = deadlineInReach(graceFrom, { days: 0, ms }, hours, pauses);
  return endsAt === null ? null : Math.max(dueAt, endsAt);
}

/** The instants of warnings, ascending. @param shares of the time until the deadline; 0: as soon as its window opens */
export function warningsOf(
  clock: Clock,
  shares: readonly number[],
  hours: ClockHours,
  pauses: readonly Interval[],
): Instant[] {
  if (clock.dueAt === null || shares.length === 0) return [];
  const from = clock.opensAt ?? clock.startedAt;
  const budgetMs = hours.workingMsBetween(from, clock.dueAt, pauses);
  return shares.map((share) =>
    share === 0 ? from : hours.deadline(from, { days: 0, ms: Math.max(1, Math.floor(budgetMs * share)) }, pauses),
  );
}

/**
 * `after` counts from the enforcement of the breach, in the policy's time. Where the calendar has no such moment within
 * reach (an owner away for years) it is at once: a person told early is better than nobody told.
 */
export function actionAt(breachedAt: Instant, after: Promised, hours: ClockHours): Instant {
  return after.days === 0 && after.ms === 0 ? breachedAt : (deadlineInReach(breachedAt, after, hours) ?? breachedAt);
}

/**
 * Null when the calendar has no such moment within reach. A clock then goes on without a deadline until its calendar
 * changes: a lead must not be refused because of somebody's calendar.
 */
export function deadlineInReach(
  from: Instant,
  budget: { days: number; ms: number },
  hours: ClockHours,
  pauses?: readonly Interval[],
): Instant | null {
  try {
    return hours.deadline(from, budget, pauses);
  } catch (error) {
    if (error instanceof DeadlineOutOfReachError) return null;
    throw error;
  }
}

function durationIn(clock: Clock, written: string): { days: number; ms: number } {
  const budget = parseDuration(written, { allowZero: true });
  if ('code' in budget) throw new Error(`Clock ${clock.id} holds "${written}", which is no duration`);
  return budget;
}
