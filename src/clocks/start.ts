import type { Instant } from '../platform/values/duration.js';
import type { Basis, Commitment, PromisedDuration, SlaPolicy } from '../sla/policy.js';
import type { Clock, ClockCalendar, ClockHours, LeadClock, OwnedClockKind } from './clock.js';
import { CLOCK_KINDS, rulesOf } from './kinds.js';
import { type Pause, pauseStateAt, pausesOf } from './pause.js';

export interface ClockStart<Policy extends Commitment = SlaPolicy> {
  readonly id: string;
  readonly subjectId: string;
  readonly cycle: number;
  readonly at: Instant;
  readonly policy: Policy & { readonly id: string; readonly version: number };
  readonly hours: ClockHours;
  readonly calendar: ClockCalendar;
  /** The revision of the configuration. */
  readonly revision: number;
  /** Pauses of its subject; none by default. */
  readonly pauses?: readonly Pause[];
  /** The instant at which the clock is started; by default `at`, from which it counts. */
  readonly now?: Instant;
}

/** The owner who owes the promise, and their assignment. */
interface Promiser {
  readonly repId: string;
  readonly assignmentId: string;
}

/** Starts the owner's clock, from the assignment. */
export function startFirstTouch(start: ClockStart, owner: Promiser): LeadClock {
  return startPromise('firstTouch', start, owner);
}

/** Starts the company's clock, from receipt. Without `leadWithin` it only measures. */
export function startLeadResponse(start: ClockStart): LeadClock {
  return startPromise('leadResponse', start);
}

/**
 * Starts a step of the cadence: a touch of its kinds, until its window closes.
 * @param wait time until the window opens; null if it is open
 */
export function startFollowUp(
  start: ClockStart,
  owner: Promiser,
  step: number,
  wait: PromisedDuration | null,
): LeadClock {
  return startPromise('followUp', start, owner, { step, wait: wait?.text ?? null });
}

/**
 * Starts the deadline of the decision about a lead that was worked on.
 * @param afterAt the meeting from which its time counts, if that is still to come
 */
export function startDecide(start: ClockStart, owner: Promiser, afterAt: Instant | null = null): LeadClock {
  const opensAt = afterAt !== null && afterAt > start.at ? afterAt : null;
  return startPromise('decide', start, owner, { step: null, wait: null, opensAt });
}

/** Starts the promise to accept a lead that was handed over. @param within a duration as the rule has it */
export function startAccept(start: ClockStart, owner: Promiser, within: string): LeadClock {
  const clock = startPromise('accept', start, owner, { step: null, wait: null, target: within });
  return { ...clock, policyId: null, policyVersion: null };
}

/**
 * Starts a promise of any kind about any owned subject, with its deadline and its next instant.
 * @param owner null for a promise of the company
 * @param place in a cadence, with the time until its window opens
 */
export function startPromise<Kind extends OwnedClockKind>(
  kind: Kind,
  start: ClockStart<Commitment>,
  owner: Promiser | null = null,
  place: Pick<Clock, 'step' | 'wait'> & Partial<Pick<Clock, 'target' | 'opensAt'>> = { step: null, wait: null },
): Clock<Kind> {
  const { policy, hours, calendar, revision } = start;
  const pauses = pausesOf({ kind, cycle: start.cycle }, start.pauses ?? []);
  const clock: Clock<Kind> = {
    ...blank(start, kind),
    ...pauseStateAt({ startedAt: start.at }, pauses, start.now ?? start.at),
    ...calendar,
    ...owner,
    ...place,
    plannedRevision: revision,
    policyId: policy.id,
    policyVersion: policy.version,
    basis: basisOf(policy, calendar),
  };
  const { within } = rulesOf(clock).written(clock, policy, hours)!;
  return rulesOf(clock).plan({ ...clock, target: within?.text ?? null }, { policy, hours, chainHours: hours, pauses });
}

/** Elapsed time within contact hours is not time around the clock, so it counts as working time. */
export function basisOf({ time }: Pick<Commitment, 'time'>, { reach }: Pick<ClockCalendar, 'reach'>): Basis {
  return reach === null ? time : 'working';
}

/** Starts a clock that brings the lead back at an instant. */
export function startReturn(
  start: Pick<ClockStart, 'id' | 'subjectId' | 'cycle' | 'at'>,
  kind: 'nurtureWake' | 'recycle',
  dueAt: Instant,
): LeadClock {
  return { ...blank(start, kind), basis: 'elapsed', dueAt, nextAt: dueAt };
}

function blank<Kind extends OwnedClockKind>(
  start: Pick<ClockStart, 'id' | 'subjectId' | 'cycle' | 'at'>,
  kind: Kind,
): Clock<Kind> {
  return {
    id: start.id,
    kind,
    subjectType: CLOCK_KINDS[kind].subject,
    subjectId: start.subjectId,
    repId: null,
    assignmentId: null,
    cycle: start.cycle,
    policyId: null,
    policyVersion: null,
    calendarId: null,
    calendarVersion: null,
    timeZone: null,
    reach: null,
    state: 'running',
    startedAt: start.at,
    step: null,
    wait: null,
    opensAt: null,
    target: null,
    basis: null,
    dueAt: null,
    nextAt: null,
    heldBy: null,
    progress: 0,
    pausedAt: null,
    resumesAt: null,
    graceFrom: null,
    graceAt: null,
    graceWhy: null,
    acknowledgedAt: null,
    plannedRevision: 0,
    metAt: null,
    breachedAt: null,
    struckBreachAt: null,
    endedAt: null,
    endReason: null,
  };
}
