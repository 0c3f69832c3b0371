import type { WorkingTime } from '../../calendar/working-time.js';
import type { LeadClock } from '../../clocks/clock.js';
import type { PauseKind } from '../../clocks/pause.js';
import type { DispositionRow } from '../../disposition/disposition.store.js';
import type { Instant, Interval } from '../../platform/duration.js';
import type { Tenure } from '../../routing/assignment.js';
import type { TouchFacts } from '../../sla/what-counts.js';

/** How long a lead was with one owner: more than one tenure where moves away from them were undone. */
export interface Stay {
  /** As it began. */
  readonly tenure: PastTenure;
  /** Oldest first, that one included. */
  readonly tenures: readonly PastTenure[];
}

/**
 * Who had a lead, oldest first. Whoever gets it back because moves were undone goes on with the stay that they had, and the
 * moves in between began none: they count for nobody.
 * @param tenures of one cycle, oldest first
 */
export function staysOf(tenures: readonly PastTenure[]): Stay[] {
  const stays: Stay[] = [];
  for (const tenure of tenures) {
    const former = tenure.cause === 'undone' ? stays.findLastIndex((stay) => stay.tenure.repId === tenure.repId) : -1;
    if (former === -1) stays.push({ tenure, tenures: [tenure] });
    else {
      const { tenure: began, tenures: until } = stays[former]!;
      stays.splice(former, stays.length, { tenure: began, tenures: [...until, tenure] });
    }
  }
  return stays;
}

export interface ReportedLead {
  readonly id: string;
  readonly source: string;
  readonly channel: string | null;
  readonly campaign: string | null;
  readonly country: string | null;
  readonly test: boolean;
  readonly submittedAt: Instant | null;
  readonly receivedAt: Instant;
  readonly cycle: number;
  readonly policyId: string | null;
}

/** `occurredAt` is as a clock takes it: not after it was reported. */
export type PastTouch = Pick<TouchFacts, 'direction' | 'outcome' | 'automated' | 'occurredAt'> & {
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
  /** As kept with the assignment: null also of one that is older than that. */
  readonly teamId: string | null;
};

/** One that stands. */
export interface PastMilestone {
  readonly id: string;
  readonly cycle: number;
  readonly name: string;
  readonly recordedAt: Instant;
  /** A decimal number; null: not known. */
  readonly amount: string | null;
  readonly currency: string | null;
}

export type ReportedDisposition = Pick<
  DispositionRow,
  'id' | 'kind' | 'cycle' | 'category' | 'reason' | 'intent' | 'suppressionId' | 'decidedAt' | 'actorType'
>;

export interface ReportedPause {
  readonly cycle: number;
  readonly kind: PauseKind;
  readonly fromAt: Instant;
  /** Null: until its condition ends. */
  readonly untilAt: Instant | null;
}

/** Everything that a lead's facts are worked out of. */
export interface LeadHistory {
  readonly lead: ReportedLead;
  /** Oldest first; stretches in the queue have nobody. */
  readonly tenures: readonly PastTenure[];
  readonly touches: readonly PastTouch[];
  readonly clocks: readonly PastClock[];
  readonly milestones: readonly PastMilestone[];
  readonly pauses: readonly ReportedPause[];
  /** In the order in which they were made. */
  readonly dispositions: readonly ReportedDisposition[];
}

/** One stretch of work on a lead: from its receipt, or from its return, until it is closed. */
export interface Cycle {
  readonly number: number;
  readonly submittedAt: Instant;
  readonly receivedAt: Instant;
  readonly tenures: readonly PastTenure[];
  /** Infinity while it lasts. */
  readonly endAt: Instant;
  readonly touches: readonly PastTouch[];
  readonly clocks: readonly PastClock[];
  readonly milestones: ReadonlySet<string>;
  /** In which its owners owe nothing. */
  readonly pauses: readonly Interval[];
  /** In which the promise to the lead stands still: what somebody pauses by hand is what an owner owes. */
  readonly conditions: readonly Interval[];
}

/** The cycles of a lead, oldest first. */
export function cyclesOf({ lead, tenures, touches, clocks, milestones, pauses }: LeadHistory): Cycle[] {
  return Array.from({ length: lead.cycle }, (_, index): Cycle => {
    const number = index + 1;
    const own = tenures.filter(({ cycle }) => cycle === number);
    const ofCycle = pauses.filter(({ cycle }) => cycle === number);
    const receivedAt = number === 1 ? lead.receivedAt : (own[0]?.fromAt ?? lead.receivedAt);
    const endAt = own.at(-1)?.untilAt ?? Number.POSITIVE_INFINITY;
    return {
      number,
      submittedAt: number === 1 ? Math.min(lead.submittedAt ?? receivedAt, receivedAt) : receivedAt,
      receivedAt,
      tenures: own,
      endAt,
      // Who tries and closes within a millisecond has tried; what is told of a closed lead does not count.
      touches: touches.filter(({ cycle, occurredAt, counts }) => cycle === number && (counts || occurredAt < endAt)),
      clocks: clocks.filter(({ cycle }) => cycle === number),
      milestones: new Set(milestones.filter(({ cycle }) => cycle === number).map(({ name }) => name)),
      pauses: ofCycle.map(intervalOf),
      conditions: ofCycle.filter(({ kind }) => kind === 'condition').map(intervalOf),
    };
  });
}

function intervalOf({ fromAt, untilAt }: ReportedPause): Interval {
  return { from: fromAt, to: untilAt ?? Number.POSITIVE_INFINITY };
}

/** The hours in which the time of owners and of leads is counted, as they were settled. */
export interface SettledHours {
  /** Of an owner's tenure. */
  readonly ofTenure: (assignmentId: string) => WorkingTime;
  /** Of the promise to the lead. */
  readonly ofCycle: (cycle: number) => WorkingTime;
  /** The team of the owner when the lead became theirs; null for none. */
  readonly teamOf: (assignmentId: string) => string | null;
}
