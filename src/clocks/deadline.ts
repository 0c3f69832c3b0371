import { DeadlineOutOfReachError } from '../calendar/calendar.errors.js';
import { parseDuration } from '../platform/duration.js';
import type { Instant, Interval } from '../platform/instant.js';
import type { Promised } from '../sla/policy.js';
import type { Clock, ClockHours } from './clock.js';

/** The deadline of a running clock, if its calendar has such a moment within reach. */
export interface Window {
  /** Null where it is open from the start. */
  readonly opensAt: Instant | null;
  /** Null for one that only measures. */
  readonly dueAt: Instant | null;
}

/** @param pauses of the clock: they shorten neither the wait for its window nor the window */
export function windowOf(clock: Clock, hours: ClockHours, pauses: readonly Interval[]): Window {
  const after = (from: Instant, written: string) => deadlineInReach(from, durationIn(clock, written), hours, pauses);
  const opensAt = clock.wait === null ? null : after(clock.startedAt, clock.wait);
  if (clock.target === null || (clock.wait !== null && opensAt === null)) return { opensAt, dueAt: null };
  const dueAt = after(opensAt ?? clock.startedAt, clock.target);
  return { opensAt, dueAt: dueAt === null ? null : notBeforeGrace(clock, dueAt, hours, pauses) };
}

/** Pauses stop a grace as well. */
function notBeforeGrace(
  { graceFrom, graceAt }: Clock,
  dueAt: Instant,
  hours: ClockHours,
  pauses: readonly Interval[],
): Instant | null {
  if (graceFrom === null || graceAt === null) return dueAt;
  if (pauses.length === 0) return Math.max(dueAt, graceAt);
  // A pause also holds back what is due at once.
  const ms = Math.max(1, hours.workingMsBetween(graceFrom, graceAt));
  const endsAt = deadlineInReach(graceFrom, { days: 0, ms }, hours, pauses);
  return endsAt === null ? null : Math.max(dueAt, endsAt);
}

/** The instants of warnings, ascending. @param shares of the time until the deadline; 0 means when its window opens */
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
 * When an action of the chain is due. `after` counts from the enforcement of the breach, in the policy's time. If the
 * calendar has no such moment within reach, such as for an owner who is away for years, the action is due at once:
 * better to notify somebody early than nobody.
 */
export function actionAt(breachedAt: Instant, after: Promised, hours: ClockHours): Instant {
  return after.days === 0 && after.ms === 0 ? breachedAt : (deadlineInReach(breachedAt, after, hours) ?? breachedAt);
}

/**
 * Null if the calendar has no such moment within reach. The clock then runs without a deadline until its calendar
 * changes, because a lead must not be refused because of somebody's calendar.
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
