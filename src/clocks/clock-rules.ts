import type { Instant, Interval } from '../platform/instant.js';
import type { HandoffTerms } from '../sla/handoff-terms.js';
import type { BreachAction, Commitment, Promised, SlaPolicy } from '../sla/policy.js';
import type { OwnedType } from '../vocabulary/subjects.js';
import type { Clock, ClockHours, LeadClock } from './clock.js';
import type { Judging, Verdict } from './verdict.js';

/** What a due clock makes happen, besides its own change. Carrying it out is the lifecycle's. */
export type Effect =
  | { readonly kind: 'warned'; readonly share: number }
  /** A pause is over. */
  | { readonly kind: 'resumed' }
  /** Its owner is told so. */
  | { readonly kind: 'tellResumed' }
  | { readonly kind: 'breached'; readonly wouldHave: readonly BreachAction['do'][] | null }
  | { readonly kind: 'reassign' }
  /** Whoever missed it is told that it is still to be done. */
  | { readonly kind: 'remind' }
  | { readonly kind: 'escalate'; readonly action: BreachAction & { do: 'escalate' }; readonly index: number }
  /** What comes after a promise that was missed begins, unless the miss itself brings somebody new. */
  | { readonly kind: 'goOn' }
  /** The lead is worked on again, as a new cycle. */
  | { readonly kind: 'return'; readonly from: 'nurture' | 'recycle'; readonly cause: 'wake' | 'recycle' };

export interface Enforcement<Owned extends Clock = Clock> {
  readonly clock: Owned;
  readonly effects: readonly Effect[];
}

/** What stands in a policy of a clock. */
export interface Written {
  /** Null where it only measures. */
  readonly within: Promised | null;
  /** Until its window opens; null where it is open from the start. */
  readonly wait: Promised | null;
}

/** Under what a clock runs. */
export interface Terms<Policy extends Commitment = Commitment> {
  /** By which the promise was made; null where a clock promises nothing. */
  readonly policy: Policy | null;
  /** Of whoever made the promise. */
  readonly hours: ClockHours;
  /** In which what follows a miss is counted: whoever missed it being away holds nothing up. */
  readonly chainHours: ClockHours;
  /** In which the clock stands, in any order. */
  readonly pauses: readonly Interval[];
}

/**
 * A kind of clock of something that somebody owns. Whoever does anything with a clock asks its kind, and nobody asks for
 * a kind by name, so a new one is told of here and nowhere else.
 */
export interface OwnedClockRules<Policy extends Commitment = Commitment> {
  readonly subject: OwnedType;
  /** What it is for: "The deadline for … was missed." */
  readonly words: string;
  /** What is waited for, without who does it: "no … within 5 minutes", "waits for your …". */
  readonly awaited: string;
  /** Who owes what it counts down to: the owner, for as long as they have the subject; the company; nobody. */
  readonly owedBy: 'owner' | 'company' | null;
  /** What is to be done, for whoever is told of it: facts of the policy that the clock does not hold. */
  asked(clock: Clock, policy: Policy): Readonly<Record<string, unknown>>;
  /**
   * What a policy promises by a clock of this kind that began as this one did; null where it promises no such thing.
   * @param hours of whoever promises it
   */
  written(clock: Clock, policy: Policy, hours: ClockHours): Written | null;
  /** Says to whoever is told of a breach what was missed. */
  missed(subject: string, owner: string): string;
  /** Works its instants out, at its start and whenever its hours have changed: the next thing that happens to it. */
  plan<Owned extends Clock>(clock: Owned, terms: Terms<Policy>): Owned;
  /**
   * What happens to it at an instant, however late the sweep comes. Nothing before it is due; asking twice changes
   * nothing. The clock is not outdated.
   */
  enforce<Owned extends Clock>(clock: Owned, terms: Terms<Policy>, now: Instant): Enforcement<Owned>;
  /** What the end of the subject, or of its owner's tenure, makes of one that runs. */
  end<Owned extends Clock>(clock: Owned, reason: string, now: Instant): Owned;
  /** How much later its miss moves the subject where the owner acknowledges it; null where there is nothing to hold. */
  holds(clock: Clock, policy: Policy): Promised | null;
  /** The moves that its miss has asked for, as bits of its `progress`. */
  movesAsked(clock: Clock, policy: Policy): number;
  /** What follows a breach by the policy and is left undone by its mode; null where nothing is. */
  leftUndone(policy: Policy): BreachAction['do'][] | null;
}

/** A kind of clock of a lead. */
export interface LeadClockRules extends OwnedClockRules<SlaPolicy> {
  readonly subject: 'lead';
  /** In the document of the API; null for one that only brings the lead back. */
  readonly description: string | null;
  /** What a touch that counts does to it; null where it does not wait for a first one: see cadence.ts. */
  readonly touched: ((clock: LeadClock, judging: Judging) => Verdict[]) | null;
}

/** A kind of clock of a handoff. */
export interface HandoffClockRules extends OwnedClockRules<HandoffTerms> {
  readonly subject: 'handoff';
  /** In the document of the API. */
  readonly description: string;
}

/** What a due clock of a rep makes happen. */
export interface RepClockRules {
  readonly subject: 'rep';
  readonly due: 'goesAway' | 'comesBack' | 'becomesAvailable' | 'leaves';
}

/** What a due clock of the organisation makes happen. */
export interface SystemClockRules {
  readonly subject: 'system';
  readonly due: 'queueIsDealtOut' | 'clocksArePlannedAnew' | 'holdEnds';
}
