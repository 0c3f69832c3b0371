import type { Row } from '../platform/sql/table.js';
import type { Instant, Interval } from '../platform/values/duration.js';
import type { SlaPolicy } from '../sla/policy.js';
import type { TouchFacts } from '../sla/what-counts.js';
import type { SubjectField } from '../vocabulary/subject.table.js';
import type { SubjectRef } from '../vocabulary/subjects.js';
import type { CLOCK } from './clock.table.js';
import { windowOf } from './deadline.js';

/** Which subjects a clock can be about follows from its kind: see kinds.ts. */
export const LEAD_CLOCK_KINDS = [
  'firstTouch',
  'leadResponse',
  'followUp',
  'decide',
  'accept',
  'nurtureWake',
  'recycle',
] as const;
export type LeadClockKind = (typeof LEAD_CLOCK_KINDS)[number];

export const HANDOFF_CLOCK_KINDS = [
  'handoffAcknowledge',
  'handoffComplete',
  'handoffQuestion',
  'handoffException',
  'handoffClientTold',
  'handoffBlocker',
  'handoffDecision',
] as const;
export type HandoffClockKind = (typeof HANDOFF_CLOCK_KINDS)[number];

export const DEAL_CLOCK_KINDS = ['renewalFirstTalk', 'renewalDecider', 'renewalCommitted', 'dealDate'] as const;
export type DealClockKind = (typeof DEAL_CLOCK_KINDS)[number];

export const REP_CLOCK_KINDS = ['absenceStart', 'absenceEnd', 'available', 'departure'] as const;
export type RepClockKind = (typeof REP_CLOCK_KINDS)[number];

/** Clocks of the organisation: the queue, re-planning after a change, holds that end, and rules that take effect. */
const SYSTEM_CLOCK_KINDS = ['queue', 'replanning', 'hold', 'plannedRules'] as const;
export type SystemClockKind = (typeof SYSTEM_CLOCK_KINDS)[number];

export type OwnedClockKind = LeadClockKind | HandoffClockKind | DealClockKind;

export type ClockKind = OwnedClockKind | RepClockKind | SystemClockKind;

export const CLOCK_STATES = ['running', 'met', 'breached', 'cancelled'] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/**
 * The states of a clock. Three things lead out of an ended state: a breach is corrected (a touch happened before the
 * deadline and was reported after it), what ended the clock is taken back, or a miss is struck.
 */
export const CLOCK_TRANSITIONS: Readonly<Record<ClockState, readonly ClockState[]>> = {
  running: ['met', 'breached', 'cancelled'],
  breached: ['met', 'running', 'cancelled'],
  met: ['running', 'breached'],
  cancelled: ['running'],
};

/** The calendar by which a clock's deadline was worked out. `calendarId` is null for elapsed time. */
export type ClockCalendar = Pick<Row<typeof CLOCK>, 'calendarId' | 'calendarVersion' | 'timeZone' | 'reach'>;

/** Columns left out of `Clock`: those of timers, and the reason of a strike. */
type Apart = 'aboutRepId' | 'absenceId' | 'openLeads' | 'strikeReason';

/** A promise about an owned subject. */
export interface Clock<Kind extends OwnedClockKind = OwnedClockKind>
  extends SubjectRef,
    Omit<Row<typeof CLOCK>, 'kind' | 'cycle' | SubjectField | Apart> {
  readonly kind: Kind;
  readonly cycle: number;
}

export type LeadClock = Clock<LeadClockKind>;
export type HandoffClock = Clock<HandoffClockKind>;
export type DealClock = Clock<DealClockKind>;

/** The number of clocks read to find what is due next: few, because this query runs all the time. */
export const NEXT_MAX = 8;

/** The kind of a clock that is due, and when. */
export interface NextClock {
  readonly kind: ClockKind;
  readonly at: Instant;
}

/** The functions of working time that clocks need. */
export interface ClockHours {
  deadline(
    from: Instant,
    budget: { readonly days: number; readonly ms: number },
    pauses?: readonly Interval[],
  ): Instant;
  workingMsBetween(from: Instant, to: Instant, pauses?: readonly Interval[]): number;
  isOpenAt(at: Instant): boolean;
}

/** Reports whether a running promise has no deadline because its hours have no such moment within ten years. */
export function isOutOfReach({
  state,
  target,
  dueAt,
  pausedAt,
}: Pick<Clock, 'state' | 'target' | 'dueAt' | 'pausedAt'>): boolean {
  return state === 'running' && pausedAt === null && target !== null && dueAt === null;
}

/** Checks a transition. @throws Error if the table does not allow it, which is a fault of the program */
function enter(clock: Clock, state: ClockState): void {
  if (!CLOCK_TRANSITIONS[clock.state].includes(state)) {
    throw new Error(`A ${clock.kind} clock cannot go from ${clock.state} to ${state}`);
  }
}

/** The fields of an ended clock: nothing more happens to it, and it is not paused. */
const ENDED = { nextAt: null, pausedAt: null, resumesAt: null } as const;

export function meet<Owned extends Clock>(clock: Owned, metAt: Instant, now: Instant): Owned {
  enter(clock, 'met');
  return { ...clock, ...ENDED, state: 'met', metAt, endedAt: clock.endedAt ?? now };
}

export function breach<Owned extends Clock>(clock: Owned, now: Instant): Owned {
  enter(clock, 'breached');
  return { ...clock, ...ENDED, state: 'breached', breachedAt: now, endedAt: now, progress: 0 };
}

export function cancel<Owned extends Clock>(clock: Owned, reason: string, now: Instant): Owned {
  enter(clock, 'cancelled');
  return { ...clock, ...ENDED, state: 'cancelled', endedAt: now, endReason: reason };
}

/** Runs a clock again because the act that met or ended it was taken back. */
export function reopen<Owned extends Clock>(clock: Owned): Owned {
  enter(clock, 'running');
  return { ...clock, state: 'running', metAt: null, endedAt: null, endReason: null };
}

/** Reports whether the promise was missed and has not been kept since. */
export function isStillMissed({ state, metAt }: Pick<Clock, 'state' | 'metAt'>): boolean {
  return state === 'breached' && metAt === null;
}

/** Reports whether the clock's present miss was struck. */
export function isStruck({
  state,
  breachedAt,
  struckBreachAt,
}: Pick<Clock, 'state' | 'breachedAt' | 'struckBreachAt'>): boolean {
  return state === 'breached' && struckBreachAt === breachedAt;
}

/**
 * Strikes a miss: the clock runs again as if it had never been missed. A grace that was granted since the miss delayed
 * only the chain, not the promise, so it ends. One that was over at the instant of the miss was granted to the promise.
 */
export function unmiss<Owned extends Clock>(clock: Owned): Owned {
  enter(clock, 'running');
  const { graceFrom, graceAt, breachedAt } = clock;
  const isSince = graceFrom !== null && breachedAt !== null && graceFrom >= breachedAt;
  const isOfChain = isSince && (graceFrom > breachedAt || graceAt! > breachedAt);
  return {
    ...clock,
    state: 'running',
    progress: 0,
    metAt: null,
    breachedAt: null,
    endedAt: null,
    endReason: null,
    ...(isOfChain && { graceFrom: null, graceAt: null, graceWhy: null }),
  };
}

/** Breaches a corrected clock again, because the touch that corrected it was taken back. */
export function breachAgain<Owned extends Clock>(clock: Owned): Owned {
  enter(clock, 'breached');
  return { ...clock, state: 'breached', metAt: null };
}

/**
 * The effect on one clock of the act that it waits for, which is a touch or, for other promises, a decision or word to
 * the client; or of another act that settles it.
 */
export type ClockVerdict<Owned extends Clock = LeadClock> =
  | { readonly kind: 'met'; readonly clock: Owned }
  /** It was breached, but the act turns out to have happened in time. */
  | { readonly kind: 'corrected'; readonly clock: Owned }
  /** The act came too late, and no sweep had enforced the miss yet. */
  | { readonly kind: 'breached'; readonly clock: Owned }
  /** The act came too late: the breach still counts, but its chain ends. */
  | { readonly kind: 'answeredLate'; readonly clock: Owned }
  /** The chain ends and the miss stays, for example because somebody else has touched the lead. */
  | { readonly kind: 'silenced'; readonly clock: Owned }
  /** A former owner had touched the lead before this owner got it. */
  | { readonly kind: 'alreadyTouched'; readonly clock: Owned }
  /** Like `alreadyTouched`, but this owner's deadline has passed, and no sweep had enforced the miss yet. */
  | { readonly kind: 'missed'; readonly clock: Owned };

/** When an owner got the lead. */
export interface TenureStart {
  readonly id: string;
  readonly fromAt: Instant;
}

/** A counting touch, with what is needed of its cycle to judge it. */
export interface TouchInCycle {
  readonly touch: Pick<TouchFacts, 'occurredAt' | 'repId'>;
  readonly policy: SlaPolicy;
  /** The first assignment of the cycle. Touches before it count for its owner as well. */
  readonly firstAssignmentId: string | null;
  /** The tenures of the lead, of which those of other cycles do not matter. */
  readonly tenures: readonly TenureStart[];
  /**
   * Whose the lead was at the time of the touch, with all of their assignments until it went to somebody else, as if what
   * was taken back since had never been; without an owner if the lead was in the queue.
   */
  readonly stay: { readonly assignmentIds: readonly (string | null)[]; readonly repId: string | null } | null;
  readonly now: Instant;
}

/**
 * How much of the promised time is left at an instant, in milliseconds of the promise's own time. A paused clock has
 * what was left when it was paused. Null unless it runs towards a deadline.
 * @param pauses of the clock (`pausesOf`); needed only if it is paused
 */
export function remainingMs(clock: Clock, hours: ClockHours, pauses: readonly Interval[], now: Instant): number | null {
  if (clock.state !== 'running') return null;
  // Counted as if the pause ended now, because its end may not be known.
  const soFar = () => pauses.map(({ from, to }) => ({ from, to: Math.min(to, Math.max(from, now)) }));
  const dueAt = clock.pausedAt === null ? clock.dueAt : windowOf(clock, hours, soFar()).dueAt;
  if (dueAt === null) return null;
  const from = Math.max(now, clock.startedAt);
  return from >= dueAt ? 0 : hours.workingMsBetween(from, dueAt);
}
