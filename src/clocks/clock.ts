import type { Instant, Interval } from '../platform/instant.js';
import type { Basis } from '../sla/policy.js';
import type { SubjectRef } from '../vocabulary/subjects.js';

/** Which subjects a clock can be about follows from its kind: see kinds.ts. */
export const LEAD_CLOCK_KINDS = ['firstTouch', 'leadResponse', 'followUp', 'decide', 'nurtureWake', 'recycle'] as const;
export type LeadClockKind = (typeof LEAD_CLOCK_KINDS)[number];

export const HANDOFF_CLOCK_KINDS = [
  'handoffAcknowledge',
  'handoffComplete',
  'handoffQuestion',
  'handoffException',
  'handoffClientTold',
] as const;
export type HandoffClockKind = (typeof HANDOFF_CLOCK_KINDS)[number];

export const REP_CLOCK_KINDS = ['absenceStart', 'absenceEnd', 'available', 'departure'] as const;
export type RepClockKind = (typeof REP_CLOCK_KINDS)[number];

/** Clocks of the organisation: the queue, re-planning after a change, and holds that end. */
export const SYSTEM_CLOCK_KINDS = ['queue', 'replanning', 'hold'] as const;
export type SystemClockKind = (typeof SYSTEM_CLOCK_KINDS)[number];

/** Clocks of owned subjects. */
export type OwnedClockKind = LeadClockKind | HandoffClockKind;

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
export interface ClockCalendar {
  readonly calendarId: string | null;
  readonly calendarVersion: number | null;
  readonly timeZone: string | null;
  /** How the lead may be contacted, if the clock counts only in such hours: as `writeReach` writes it. */
  readonly reach: string | null;
}

/** A promise about an owned subject. */
export interface Clock<Kind extends OwnedClockKind = OwnedClockKind> extends ClockCalendar, SubjectRef {
  readonly id: string;
  readonly kind: Kind;
  /** The rep who owes it; null for the company's promises. */
  readonly repId: string | null;
  readonly assignmentId: string | null;
  readonly cycle: number;
  readonly policyId: string | null;
  readonly policyVersion: number | null;
  readonly state: ClockState;
  readonly startedAt: Instant;
  /**
   * The number of the step of a cadence, or of the receiver or question of a handoff, from 1 (0: the giver); null for
   * others.
   */
  readonly step: number | null;
  /** The duration, as written, after which its window opens; null if it is open from the start. */
  readonly wait: string | null;
  /** When the window opens; null without `wait`, and if the calendar has no such moment within reach. */
  readonly opensAt: Instant | null;
  /** The duration as written; null for a clock that only measures. */
  readonly target: string | null;
  readonly basis: Basis | null;
  readonly dueAt: Instant | null;
  /** The next instant at which anything happens to it; null if nothing will. */
  readonly nextAt: Instant | null;
  /** The hold that something of it waits for; null if nothing does. */
  readonly heldBy: string | null;
  /**
   * While it runs, the number of warnings given. Once breached, a bit for each action taken, by its place in the
   * policy.
   */
  readonly progress: number;
  /** Since when it is paused; null while it is not. */
  readonly pausedAt: Instant | null;
  /**
   * Until when it is paused, if known. If it is not paused: since when it has run again, while a hold delays the
   * notification.
   */
  readonly resumesAt: Instant | null;
  /**
   * The grace after a change that would have made it due without notice: from when to when it is not due. Null if there
   * is none.
   */
  readonly graceFrom: Instant | null;
  readonly graceAt: Instant | null;
  /** What changed. */
  readonly graceWhy: string | null;
  /** When its owner acknowledged it; null if nobody did. */
  readonly acknowledgedAt: Instant | null;
  /** The revision of the configuration by which it was planned. It is outdated if its hours have changed since. */
  readonly plannedRevision: number;
  readonly metAt: Instant | null;
  readonly breachedAt: Instant | null;
  /** When the miss was enforced that was struck last. The clock may have run again since. */
  readonly struckBreachAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly endReason: string | null;
}

export type LeadClock = Clock<LeadClockKind>;
export type HandoffClock = Clock<HandoffClockKind>;

/** How many clocks are read to see what is due next: few, because that is asked all the time. */
export const NEXT_MAX = 8;

/** That a clock is due at an instant. */
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

/** A running promise without a deadline, because its hours have no such moment within ten years. */
export function isOutOfReach({
  state,
  target,
  dueAt,
  pausedAt,
}: Pick<Clock, 'state' | 'target' | 'dueAt' | 'pausedAt'>): boolean {
  return state === 'running' && pausedAt === null && target !== null && dueAt === null;
}

/** @throws Error if the table of transitions has no such step, which is a fault of the program */
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

/** Promises again, because what had kept or ended the clock was taken back. */
export function reopen<Owned extends Clock>(clock: Owned): Owned {
  enter(clock, 'running');
  return { ...clock, state: 'running', metAt: null, endedAt: null, endReason: null };
}

/** Whether it was missed and the miss was struck. */
export function isStruck({
  state,
  breachedAt,
  struckBreachAt,
}: Pick<Clock, 'state' | 'breachedAt' | 'struckBreachAt'>): boolean {
  return state === 'breached' && struckBreachAt === breachedAt;
}

/**
 * Strikes a miss: the clock runs again as if it had never been missed. A grace that was given since the miss delayed
 * only its chain, not the promise.
 */
export function unmiss<Owned extends Clock>(clock: Owned): Owned {
  enter(clock, 'running');
  const isOfChain = clock.graceFrom !== null && clock.breachedAt !== null && clock.graceFrom >= clock.breachedAt;
  return {
    ...clock,
    ...{ state: 'running', progress: 0, metAt: null, breachedAt: null, endedAt: null, endReason: null },
    ...(isOfChain && { graceFrom: null, graceAt: null, graceWhy: null }),
  };
}

/** Breaches a corrected clock again, because the touch that corrected it was taken back. */
export function breachAgain<Owned extends Clock>(clock: Owned): Owned {
  enter(clock, 'breached');
  return { ...clock, state: 'breached', metAt: null };
}
