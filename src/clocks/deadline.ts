import { DeadlineOutOfReachError } from '../calendar/calendar.errors.js';
import { type Instant, type Interval, parseDuration } from '../platform/values/duration.js';
import type { PromisedDuration } from '../sla/policy.js';
import type { Clock, ClockHours } from './clock.js';

/** The window of a running clock. An instant is also null if the calendar has no such moment within reach. */
interface Window {
  /** Null if the window is open from the start. */
  readonly opensAt: Instant | null;
  /** Null for a clock without a promised duration. */
  readonly dueAt: Instant | null;
}

/**
 * Works out the window of a clock.
 * @param pauses of the clock: time in them counts neither towards the wait for the window nor towards the window
 */
export function windowOf(clock: Clock, hours: ClockHours, pauses: readonly Interval[]): Window {
  const after = (from: Instant, written: string) => deadlineInReach(from, durationIn(clock, written), hours, pauses);
  // A decision waits for an agreed instant, whatever the hours; a step for a time.
  const opensAt = clock.wait === null ? clock.opensAt : after(clock.startedAt, clock.wait);
  if (clock.target === null || (clock.wait !== null && opensAt === null)) return { opensAt, dueAt: null };
  const dueAt = after(opensAt ?? clock.startedAt, clock.target);
  return { opensAt, dueAt: dueAt === null ? null : notBeforeGrace(clock, dueAt, hours, pauses) };
}

/** Moves a deadline to the end of the grace if that is later. Pauses stop a grace as well. */
function notBeforeGrace(
  { graceFrom, graceAt }: Clock,
  dueAt: Instant,
  hours: ClockHours,
  pauses: readonly Interval[],
): Instant | null {
  if (graceFrom === null || graceAt === null) return dueAt;
  if (pauses.length === 0) return Math.max(dueAt, graceAt);
  // At least 1 ms, so that a pause also delays a grace that ends at once.
  const ms = Math.max(1, hours.workingMsBetween(graceFrom, graceAt));
  const endsAt = deadlineInReach(graceFrom, { days: 0, ms }, hours, pauses);
  return endsAt === null ? null : Math.max(dueAt, endsAt);
}

/**
 * Returns the instants of warnings, ascending. A warning for which the calendar has no moment within reach, as with an
 * agreed date during years of absence, falls on the deadline.
 * @param shares of the time until the deadline; 0 means when its window opens
 */
export function warningsOf(
  clock: Clock,
  shares: readonly number[],
  hours: ClockHours,
  pauses: readonly Interval[],
): Instant[] {
  const { dueAt } = clock;
  if (dueAt === null || shares.length === 0) return [];
  const from = clock.opensAt ?? clock.startedAt;
  const budgetMs = hours.workingMsBetween(from, dueAt, pauses);
  return shares.map((share) =>
    share === 0
      ? from
      : (deadlineInReach(from, { days: 0, ms: Math.max(1, Math.floor(budgetMs * share)) }, hours, pauses) ?? dueAt),
  );
}

/**
 * When an action of the chain is due. `after` counts from the enforcement of the breach, in the policy's time. If the
 * calendar has no such moment within reach, such as for an owner who is away for years, the action is due at once:
 * better to notify somebody early than nobody.
 */
export function actionAt(breachedAt: Instant, after: PromisedDuration, hours: ClockHours): Instant {
  return after.days === 0 && after.ms === 0 ? breachedAt : (deadlineInReach(breachedAt, after, hours) ?? breachedAt);
}

/**
 * Returns null if the calendar has no such moment within reach. The clock then runs without a deadline until its
 * calendar changes, because a lead must not be rejected on account of a calendar.
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
