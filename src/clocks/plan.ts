import { DeadlineOutOfReachError } from '../calendar/calendar.errors.js';
import { parseDuration } from '../platform/duration.js';
import type { Instant } from '../platform/instant.js';
import type { BreachAction, Promised, SlaPolicy } from '../sla/policy.js';
import type { ClockCalendar, ClockHours, LeadClock } from './clock.js';

export interface ClockStart {
  readonly id: string;
  readonly leadId: string;
  readonly cycle: number;
  readonly at: Instant;
  readonly policy: SlaPolicy;
  readonly hours: ClockHours;
  readonly calendar: ClockCalendar;
  /** Of the configuration. */
  readonly revision: number;
}

/** The owner's clock: from assignment, what this rep promised. */
export function startFirstTouch(start: ClockStart, owner: { repId: string; assignmentId: string }): LeadClock {
  const { firstTouch } = start.policy;
  const isAfterHours = firstTouch.afterHours !== null && !start.hours.isOpenAt(start.at);
  const within = isAfterHours ? firstTouch.afterHours! : firstTouch.within;
  return plan({ ...begin(start, 'firstTouch', within), ...owner }, start.policy, start.hours);
}

/** The lead's clock: from receipt, what the company promised. Without `leadWithin` it only measures. */
export function startLeadResponse(start: ClockStart): LeadClock {
  return plan(begin(start, 'leadResponse', start.policy.firstTouch.leadWithin), start.policy, start.hours);
}

/** A clock that waits for one instant and then lets the lead back in. */
export function startReturn(
  start: Pick<ClockStart, 'id' | 'leadId' | 'cycle' | 'at'>,
  kind: 'nurtureWake' | 'recycle',
  dueAt: Instant,
): LeadClock {
  return { ...blank(start, kind), basis: 'elapsed', dueAt, nextAt: dueAt };
}

/** Works a running clock's instants out: at its start, and again when its calendar changed. */
export function plan(clock: LeadClock, policy: SlaPolicy, hours: ClockHours): LeadClock {
  const budget = clock.target === null ? null : targetOf(clock);
  const dueAt = budget === null ? null : deadlineInReach(clock.startedAt, budget, hours);
  const planned = { ...clock, dueAt };
  return { ...planned, nextAt: nextOfRunning(planned, policy, hours) };
}

/** The moment of the next warning, else the deadline. */
export function nextOfRunning(clock: LeadClock, policy: SlaPolicy, hours: ClockHours): Instant | null {
  if (clock.dueAt === null || clock.kind !== 'firstTouch') return clock.dueAt;
  return warningsOf(clock, policy, hours)[clock.progress] ?? clock.dueAt;
}

/** The instants of all warnings of an owner's clock, ascending. */
export function warningsOf(clock: LeadClock, policy: SlaPolicy, hours: ClockHours): Instant[] {
  const shares = policy.firstTouch.warnAt;
  if (clock.dueAt === null || shares.length === 0) return [];
  const budgetMs = hours.workingMsBetween(clock.startedAt, clock.dueAt);
  return shares.map((share) =>
    hours.deadline(clock.startedAt, { days: 0, ms: Math.max(1, Math.floor(budgetMs * share)) }),
  );
}

/** What follows a breach of this clock, in the order of its time. */
export function actionsOf(clock: LeadClock, policy: SlaPolicy): readonly BreachAction[] {
  return clock.kind === 'firstTouch' ? policy.firstTouch.onBreach : policy.firstTouch.onLeadBreach;
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

function begin(start: ClockStart, kind: 'firstTouch' | 'leadResponse', within: Promised | null): LeadClock {
  return {
    ...blank(start, kind),
    ...start.calendar,
    plannedRevision: start.revision,
    policyId: start.policy.id,
    policyVersion: start.policy.version,
    target: within?.text ?? null,
    basis: start.policy.time,
  };
}

function blank(start: Pick<ClockStart, 'id' | 'leadId' | 'cycle' | 'at'>, kind: LeadClock['kind']): LeadClock {
  return {
    id: start.id,
    kind,
    leadId: start.leadId,
    repId: null,
    assignmentId: null,
    cycle: start.cycle,
    policyId: null,
    policyVersion: null,
    calendarId: null,
    calendarVersion: null,
    timeZone: null,
    state: 'running',
    startedAt: start.at,
    target: null,
    basis: null,
    dueAt: null,
    nextAt: null,
    progress: 0,
    plannedRevision: 0,
    metAt: null,
    breachedAt: null,
    endedAt: null,
    endReason: null,
  };
}

function targetOf(clock: LeadClock): { days: number; ms: number } {
  const budget = parseDuration(clock.target!);
  if ('code' in budget) throw new Error(`Clock ${clock.id} holds "${clock.target}", which is no duration`);
  return budget;
}
