import type { Instant, Interval } from '../platform/values/duration.js';
import type { BreachAction, Commitment, DealTerms, HandoffTerms, PromisedDuration, SlaPolicy } from '../sla/policy.js';
import type { OwnedType } from '../vocabulary/subjects.js';
import {
  type Clock,
  type ClockHours,
  type ClockVerdict,
  cancel,
  type LeadClock,
  meet,
  type TouchInCycle,
} from './clock.js';

/** An effect of a due clock beside its own change. The lifecycle carries it out. */
export type ClockEffect =
  | { readonly kind: 'warned'; readonly share: number }
  | { readonly kind: 'resumed' }
  /** Notifies the owner that a pause has ended. */
  | { readonly kind: 'tellResumed' }
  | { readonly kind: 'breached'; readonly wouldHave: readonly BreachAction['do'][] | null }
  | { readonly kind: 'reassign' }
  /** Reminds the owner who missed the promise that it is still to be kept. */
  | { readonly kind: 'remind' }
  | { readonly kind: 'escalate'; readonly action: BreachAction & { do: 'escalate' }; readonly index: number }
  /** Starts the next promise after a miss, unless the miss brings a new owner. */
  | { readonly kind: 'goOn' }
  /** Brings the lead back in a new cycle. */
  | { readonly kind: 'return'; readonly from: 'nurture' | 'recycle'; readonly cause: 'wake' | 'recycle' };

export interface Enforcement<Owned extends Clock = Clock> {
  readonly clock: Owned;
  readonly effects: readonly ClockEffect[];
}

/** The durations that a policy sets for a clock. */
interface PolicyDurations {
  /** Null for a clock that only measures. */
  readonly within: PromisedDuration | null;
  /** Time until its window opens; null if it is open from the start. */
  readonly wait: PromisedDuration | null;
}

/** The policy, hours and pauses by which a clock is planned and enforced. */
export interface Terms<Policy extends Commitment = Commitment> {
  /** The policy that made the promise; null for a clock that promises nothing. */
  readonly policy: Policy | null;
  /** The hours in which the promise counts: the owner's, or the company's. */
  readonly hours: ClockHours;
  /** The hours in which the chain counts: an absence of the owner does not delay it. */
  readonly chainHours: ClockHours;
  /** The pauses of the clock, in any order. */
  readonly pauses: readonly Interval[];
}

/**
 * A kind of clock of an owned subject. All code asks the rules of a clock's kind and never compares its name, so that a
 * new kind is added in one place.
 */
export interface OwnedClockRules<Policy extends Commitment = Commitment> {
  readonly subject: OwnedType;
  /** The awaited act, as a noun: "no … within 5 minutes", "waits for your …", "… is due by 10:00". */
  readonly label: string;
  /** Who owes the promise: the owner during their tenure, or the company; null if the clock promises nothing. */
  readonly owedBy: 'owner' | 'company' | null;
  /** Returns what is to be done, for notifications: facts of the policy that the clock does not store. */
  requirements(clock: Clock, policy: Policy): Readonly<Record<string, unknown>>;
  /**
   * Returns the durations that a policy promises by a clock of this kind with this start; null if it makes no such
   * promise.
   * @param hours of the owner or company that owes the promise
   */
  written(clock: Clock, policy: Policy, hours: ClockHours): PolicyDurations | null;
  /** Describes the miss, for the notification of a breach. */
  missed(subject: string, owner: string): string;
  /** Works out the instants of a clock, at its start and whenever its hours have changed. */
  plan<Owned extends Clock>(clock: Owned, terms: Terms<Policy>): Owned;
  /**
   * Enforces a clock at an instant, however late the sweep comes. Does nothing before the clock is due, and nothing if
   * called again. The clock must not be outdated.
   */
  enforce<Owned extends Clock>(clock: Owned, terms: Terms<Policy>, now: Instant): Enforcement<Owned>;
  /** Ends a running clock together with its subject or its owner's tenure. */
  end<Owned extends Clock>(clock: Owned, reason: string, now: Instant): Owned;
  /**
   * Returns how much later a miss moves the subject if the owner acknowledges it; null if there is no move to delay.
   */
  postponedBy(clock: Clock, policy: Policy): PromisedDuration | null;
  /** Returns the moves that the miss has requested so far, as bits of `progress`. */
  requestedMoves(clock: Clock, policy: Policy): number;
  /** Returns the actions of the chain that the mode of the policy suppresses; null in the mode `enforce`. */
  leftUndone(policy: Policy): BreachAction['do'][] | null;
}

export interface LeadClockRules extends OwnedClockRules<SlaPolicy> {
  readonly subject: 'lead';
  /** The kind's description in the API reference; null for a clock that only brings the lead back. */
  readonly description: string | null;
  /** Judges a counting touch by a clock; null if the kind does not wait for a first touch (see cadence.ts). */
  readonly touched: ((clock: LeadClock, judging: TouchInCycle) => ClockVerdict[]) | null;
}

export interface HandoffClockRules extends OwnedClockRules<HandoffTerms> {
  readonly subject: 'handoff';
  /** The kind's description in the API reference. */
  readonly description: string;
}

export interface DealClockRules extends OwnedClockRules<DealTerms> {
  readonly subject: 'deal';
  /** The kind's description in the API reference. */
  readonly description: string;
}

/** A kind of clock of a rep, with what happens when it is due. */
export interface RepClockRules {
  readonly subject: 'rep';
  readonly due: 'goesAway' | 'comesBack' | 'becomesAvailable' | 'leaves';
}

/** A kind of clock of the organisation, with what happens when it is due. */
export interface SystemClockRules {
  readonly subject: 'system';
  readonly due: 'queueIsDealtOut' | 'clocksArePlannedAnew' | 'holdEnds' | 'rulesTakeEffect';
}

type ReturnOptions = Pick<LeadClockRules, 'label'> & Omit<Extract<ClockEffect, { kind: 'return' }>, 'kind'>;

/** Makes a kind of clock that promises nothing: it waits for one instant and brings the lead back. */
export function returning({ label, from, cause }: ReturnOptions): LeadClockRules {
  return {
    subject: 'lead',
    label,
    description: null,
    owedBy: null,
    requirements: () => ({}),
    written: () => null,
    missed: (lead) => `${lead} did not come back in time`,
    plan: (clock) => ({ ...clock, nextAt: clock.state === 'running' ? clock.dueAt : null }),
    touched: null,
    end: cancel,
    enforce: (clock, _terms, now) =>
      clock.nextAt === null || clock.nextAt > now
        ? { clock, effects: [] }
        : { clock: meet(clock, now, now), effects: [{ kind: 'return', from, cause }] },
    postponedBy: () => null,
    requestedMoves: () => 0,
    leftUndone: () => null,
  };
}
