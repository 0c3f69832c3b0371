import { DeadlineOutOfReachError } from '../calendar/calendar.errors.js';
import { parseDuration } from '../platform/duration.js';
import type { Instant } from '../platform/instant.js';
import type { Promised } from '../sla/policy.js';
import type { Clock, ClockHours } from './clock.js';

/** When what a running clock promises is due; null for one that only measures. */
export function deadlineOf(clock: Clock, hours: ClockHours): Instant | null {
  return clock.target === null ? null : deadlineInReach(clock.startedAt, targetOf(clock), hours);
}

/** The instants of warnings, ascending. @param shares of the time until the deadline */
export function warningsOf(clock: Clock, shares: readonly number[], hours: ClockHours): Instant[] {
  if (clock.dueAt === null || shares.length === 0) return [];
  const budgetMs = hours.workingMsBetween(clock.startedAt, clock.dueAt);
  return shares.map((share) =>
    hours.deadline(clock.startedAt, { days: 0, ms: Math.max(1, Math.floor(budgetMs * share)) }),
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
function deadlineInReach(from: Instant, budget: { days: number; ms: number }, hours: ClockHours): Instant | null {
  try {
    return hours.deadline(from, budget);
  } catch (error) {
    if (error instanceof DeadlineOutOfReachError) return null;
    throw error;
  }
}

function targetOf(clock: Clock): { days: number; ms: number } {
  const budget = parseDuration(clock.target!);
  if ('code' in budget) throw new Error(`Clock ${clock.id} holds "${clock.target}", which is no duration`);
  return budget;
}
