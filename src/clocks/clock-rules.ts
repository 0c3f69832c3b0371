import type { Instant, Interval } from '../platform/duration.js';
import type { BreachAction, Commitment, DealTerms, HandoffTerms, PromisedDuration, SlaPolicy } from '../sla/policy.js';
import type { OwnedType } from '../vocabulary/subjects.js';
import { type Clock, type ClockHours, type ClockVerdict, cancel, type Judging, type LeadClock, meet } from './clock.js';

/** An effect of a due clock beside its own change. The lifecycle carries it out. */
export type ClockEffect =
  | { readonly kind: 'warned'; readonly share: number }
  /** A pause has ended. */
  | { readonly kind: 'resumed' }
  /** Notify the owner that a pause has ended. */
  | { readonly kind: 'tellResumed' }
  | { readonly kind: 'breached'; readonly wouldHave: readonly BreachAction['do'][] | null }
  | { readonly kind: 'reassign' }
  /** Remind whoever missed it that it is still to be done. */
  | { readonly kind: 'remind' }
  | { readonly kind: 'escalate'; readonly action: BreachAction & { do: 'escalate' }; readonly index: number }
  /** Start what follows a missed promise, unless the miss brings a new owner. */
  | { readonly kind: 'goOn' }
  /** The lead comes back as a new cycle. */
  | { readonly kind: 'return'; readonly from: 'nurture' | 'recycle'; readonly cause: 'wake' | 'recycle' };

export interface Enforcement<Owned extends Clock = Clock> {
  readonly clock: Owned;
  readonly effects: readonly ClockEffect[];
}

/** What a policy says of a clock. */
interface Written {
  /** Null for a clock that only measures. */
  readonly within: PromisedDuration | null;
  /** Time until its window opens; null if it is open from the start. */
  readonly wait: PromisedDuration | null;
}

/** What a clock is enforced by. */
export interface Terms<Policy extends Commitment = Commitment> {
  /** The policy that made the promise; null for a clock that promises nothing. */
  readonly policy: Policy | null;
  /** The hours of whoever made the promise. */
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
  /** The act that is waited for, as a noun: "no … within 5 minutes", "waits for your …", "… is due by 10:00". */
  readonly label: string;
  /** Who owes the promise: the owner while they have the subject, the company, or nobody. */
  readonly owedBy: 'owner' | 'company' | null;
  /** What is to be done, for notifications: facts of the policy that the clock does not hold. */
  asked(clock: Clock, policy: Policy): Readonly<Record<string, unknown>>;
  /**
   * What a policy promises by a clock of this kind that began like this one; null if it makes no such promise.
   * @param hours of whoever promises it
   */
  written(clock: Clock, policy: Policy, hours: ClockHours): Written | null;
  /** Describes the miss, for the notification of a breach. */
  missed(subject: string, owner: string): string;
  /** Works out the instants of a clock, at its start and whenever its hours have changed. */
  plan<Owned extends Clock>(clock: Owned, terms: Terms<Policy>): Owned;
  /**
   * Enforces a clock at an instant, however late the sweep comes. Does nothing before it is due, and nothing the second
   * time. The clock must not be outdated.
   */
  enforce<Owned extends Clock>(clock: Owned, terms: Terms<Policy>, now: Instant): Enforcement<Owned>;
  /** What a running clock becomes at the end of the subject or of its owner's tenure. */
  end<Owned extends Clock>(clock: Owned, reason: string, now: Instant): Owned;
  /** How much later a miss moves the subject if the owner acknowledges it; null if there is nothing to delay. */
  holds(clock: Clock, policy: Policy): PromisedDuration | null;
  /** The moves that its miss asked for, as bits of `progress`. */
  movesAsked(clock: Clock, policy: Policy): number;
  /**
   * What the chain would have done after a breach if the mode did not leave it undone; null if the mode leaves nothing
   * undone.
   */
  leftUndone(policy: Policy): BreachAction['do'][] | null;
}

/** A kind of clock of a lead. */
export interface LeadClockRules extends OwnedClockRules<SlaPolicy> {
  readonly subject: 'lead';
  /** Its name in the API; null for one that only brings the lead back. */
  readonly description: string | null;
  /** What a counting touch does to it; null if it does not wait for a first touch (see cadence.ts). */
  readonly touched: ((clock: LeadClock, judging: Judging) => ClockVerdict[]) | null;
}

/** A kind of clock of a handoff. */
export interface HandoffClockRules extends OwnedClockRules<HandoffTerms> {
  readonly subject: 'handoff';
  /** Its name in the API. */
  readonly description: string;
}

/** A kind of clock of a deal. */
export interface DealClockRules extends OwnedClockRules<DealTerms> {
  readonly subject: 'deal';
  /** Its name in the API. */
  readonly description: string;
}

/** An effect of a due clock of a rep. */
export interface RepClockRules {
  readonly subject: 'rep';
  readonly due: 'goesAway' | 'comesBack' | 'becomesAvailable' | 'leaves';
}

/** An effect of a due clock of the organisation. */
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
    asked: () => ({}),
    written: () => null,
    missed: (lead) => `${lead} did not come back in time`,
    plan: (clock) => ({ ...clock, nextAt: clock.state === 'running' ? clock.dueAt : null }),
    touched: null,
    end: cancel,
    enforce: (clock, _terms, now) =>
      clock.nextAt === null || clock.nextAt > now
        ? { clock, effects: [] }
        : { clock: meet(clock, now, now), effects: [{ kind: 'return', from, cause }] },
    holds: () => null,
    movesAsked: () => 0,
    leftUndone: () => null,
  };
}
