import type { WorkingTime } from '../../calendar/working-time.js';
import type { LeadClock } from '../../clocks/clock.js';
import type { PauseKind } from '../../clocks/pause.js';
import type { DispositionRow } from '../../disposition/disposition.store.js';
import type { Instant, Interval } from '../../platform/values/duration.js';
import type { Tenure } from '../../routing/assignments/assignment.js';
import { isContact, type TouchFacts } from '../../sla/what-counts.js';
import type { TouchOutcome } from '../../vocabulary/touch-kinds.js';

export interface ReportedLead {
  readonly id: string;
  readonly source: string;
  readonly channel: string | null;
  readonly campaign: string | null;
  readonly country: string | null;
  readonly test: boolean;
  readonly isUndone: boolean;
  readonly submittedAt: Instant | null;
  readonly receivedAt: Instant;
  readonly cycle: number;
  readonly policyId: string | null;
}

/** `occurredAt` is at most the time of the report, as for clocks. */
export type PastTouch = Pick<TouchFacts, 'direction' | 'outcome' | 'automated' | 'goodbye' | 'occurredAt'> & {
  readonly cycle: number;
  readonly counts: boolean;
};

export type PastClock = Pick<
  LeadClock,
  | 'id'
  | 'kind'
  | 'cycle'
  | 'assignmentId'
  | 'repId'
  | 'policyId'
  | 'state'
  | 'step'
  | 'target'
  | 'metAt'
  | 'breachedAt'
  | 'struckBreachAt'
  | 'endReason'
  | 'calendarId'
  | 'calendarVersion'
  | 'timeZone'
  | 'reach'
>;

export type PastTenure = Pick<Tenure, 'id' | 'cycle' | 'repId' | 'poolId' | 'cause' | 'fromAt' | 'untilAt'> & {
  readonly teamId: string | null;
};

/** A milestone that was not reversed. */
export interface PastMilestone {
  readonly id: string;
  readonly cycle: number;
  readonly name: string;
  /** At most the time of the report, as for touches. */
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  /** A decimal number; null if not known. */
  readonly amount: string | null;
  readonly currency: string | null;
}

export type ReportedDisposition = Pick<
  DispositionRow,
  | 'id'
  | 'kind'
  | 'cycle'
  | 'category'
  | 'reason'
  | 'intent'
  | 'suppressionId'
  | 'withoutAttempts'
  | 'decidedAt'
  | 'actorType'
>;

export interface ReportedPause {
  readonly cycle: number;
  readonly kind: PauseKind;
  readonly fromAt: Instant;
  /** Null: until its condition ends. */
  readonly untilAt: Instant | null;
}

/** All rows from which a lead's facts are derived. */
export interface LeadHistory {
  readonly lead: ReportedLead;
  /** Oldest first; stretches in the queue have no rep. */
  readonly tenures: readonly PastTenure[];
  readonly touches: readonly PastTouch[];
  readonly clocks: readonly PastClock[];
  readonly milestones: readonly PastMilestone[];
  readonly pauses: readonly ReportedPause[];
  readonly dispositions: readonly ReportedDisposition[];
}

/** A stretch of work on a lead, from its receipt or return until it is closed. */
export interface Cycle {
  readonly number: number;
  readonly submittedAt: Instant;
  readonly receivedAt: Instant;
  readonly tenures: readonly PastTenure[];
  /** Infinity while it is open. */
  readonly endAt: Instant;
  readonly touches: readonly PastTouch[];
  readonly clocks: readonly PastClock[];
  readonly milestones: ReadonlySet<string>;
  /** Intervals in which owners' clocks are paused. */
  readonly pauses: readonly Interval[];
  /** Intervals in which the promise to the lead is paused. Manual pauses stop only the owner's clocks. */
  readonly conditions: readonly Interval[];
}

export function cyclesOf({ lead, tenures, touches, clocks, milestones, pauses, dispositions }: LeadHistory): Cycle[] {
  const isBroughtAlong = [lead, ...tenures, ...dispositions, ...milestones].some(({ cycle }) => cycle === 0);
  const first = isBroughtAlong ? 0 : 1;
  return Array.from({ length: lead.cycle - first + 1 }, (_, index): Cycle => {
    const number = first + index;
    const own = tenures.filter(({ cycle }) => cycle === number);
    const ofCycle = pauses.filter(({ cycle }) => cycle === number);
    const receivedAt = number === first ? lead.receivedAt : (own[0]?.fromAt ?? lead.receivedAt);
    const endAt = own.at(-1)?.untilAt ?? Number.POSITIVE_INFINITY;
    return {
      number,
      submittedAt: number === first ? Math.min(lead.submittedAt ?? receivedAt, receivedAt) : receivedAt,
      receivedAt,
      tenures: own,
      endAt,
      touches: withConversation(
        // An attempt within the millisecond of closing still counts; touches reported after closing do not.
        touches.filter(({ cycle, occurredAt, counts }) => cycle === number && (counts || occurredAt < endAt)),
        milestones.filter(({ cycle, recordedAt }) => cycle === number && recordedAt <= endAt),
      ),
      clocks: clocks.filter(({ cycle }) => cycle === number),
      milestones: new Set(milestones.filter(({ cycle }) => cycle === number).map(({ name }) => name)),
      pauses: ofCycle.map(intervalOf),
      conditions: ofCycle.filter(({ kind }) => kind === 'condition').map(intervalOf),
    };
  });
}

/**
 * Adds the conversation that the first milestone of a cycle shows, unless a touch before it was one. Milestones keep
 * first touches as conversations do, so a lead that has reached one was answered.
 * @param milestones those that were reported before the cycle ended: later ones judge no promise of it
 */
function withConversation(touches: readonly PastTouch[], milestones: readonly PastMilestone[]): readonly PastTouch[] {
  const first = milestones.toSorted((a, b) => a.occurredAt - b.occurredAt)[0];
  if (first === undefined) return touches;
  const { cycle, occurredAt } = first;
  const isKnown = touches.some((touch) => touch.counts && isContact(touch) && touch.occurredAt <= occurredAt);
  const outcome = 'connected' satisfies TouchOutcome;
  const conversation = { cycle, occurredAt, outcome, direction: 'outbound', counts: true } as const;
  return isKnown ? touches : [...touches, { ...conversation, automated: false, goodbye: false }];
}

function intervalOf({ fromAt, untilAt }: ReportedPause): Interval {
  return { from: fromAt, to: untilAt ?? Number.POSITIVE_INFINITY };
}

/** The hours by which response times are counted, as settled. */
export interface SettledHours {
  readonly ofTenure: (assignmentId: string) => WorkingTime;
  /** By the promise to the lead. */
  readonly ofCycle: (cycle: number) => WorkingTime;
  /** The owner's team when they got the lead; null for none. */
  readonly teamOf: (assignmentId: string) => string | null;
}
