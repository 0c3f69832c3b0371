import type { CompiledCondition } from '../conditions/condition.js';
import type { Duration } from '../platform/duration.js';

export type Mode = 'enforce' | 'notify' | 'measure';
export type Basis = 'working' | 'elapsed';

/** So often a lead is recycled where no policy says otherwise. */
export const MAX_RECYCLES = 2;

/** A duration with the text it was written as, which clocks and views show. */
export interface Promised extends Duration {
  readonly text: string;
}

export type EscalationTarget =
  | 'manager'
  | 'managersManager'
  | 'queueOwner'
  | { readonly repId: string }
  | { readonly teamId: string };

export type BreachAction =
  | { readonly after: Promised; readonly do: 'reassign' | 'remind' }
  | {
      readonly after: Promised;
      readonly do: 'escalate';
      readonly to: EscalationTarget;
      /** Somebody has been told of it already, and is told again. */
      readonly isRepeat?: true;
    };

/** One way for a touch to count; every field given must hold. */
export interface CountingTouch {
  readonly kind?: string | undefined;
  readonly direction: 'outbound' | 'inbound';
  readonly minSeconds?: number | undefined;
  readonly outcomes?: readonly string[] | undefined;
}

export interface FirstTouch {
  readonly within: Promised;
  /** Replaces `within` when the assignment falls outside working hours. */
  readonly afterHours: Promised | null;
  /** The lead's own promise; without it the lead's clock only measures. */
  readonly leadWithin: Promised | null;
  readonly leadCalendar: 'pool' | { readonly calendarId: string };
  readonly startFrom: 'received' | 'submitted';
  readonly counts: readonly CountingTouch[];
  readonly by: 'anyone' | 'owner';
  /** Shares of the budget at which the owner is warned, ascending, between 0 and 1. */
  readonly warnAt: readonly number[];
  /** In the order of their time. */
  readonly onBreach: readonly BreachAction[];
  readonly onLeadBreach: readonly BreachAction[];
  readonly maxReassignments: number;
  /** What becomes of a lead that was moved by a miss which turns out to have been none. */
  readonly onCorrection: 'stay' | 'return';
  /** So much later a miss moves the lead where its owner has acknowledged it; null where nobody can. */
  readonly acknowledge: Promised | null;
}

/** A touch of one of its kinds, inside its window or before it. */
export interface FollowUpStep {
  readonly kinds: readonly string[];
  /** Until the window opens: from the first touch, from the touch that kept the step before, or from its miss. */
  readonly after: Promised;
  /** How long the window is. */
  readonly within: Promised;
}

/** What is promised between the first touch and contact. */
export interface FollowUp {
  readonly steps: readonly FollowUpStep[];
  /** Outcomes that are contact: they end it. */
  readonly stopOn: readonly string[];
  readonly onMiss: readonly BreachAction[];
}

/** That a lead which has been worked on is decided about. */
export interface Decision {
  readonly within: Promised;
  /** So many booked meetings in a row are a next step, each with the whole time again. */
  readonly meetings: number;
  readonly onMiss: readonly BreachAction[];
}

/** When a lead is moved out because nobody can be reached. */
export interface Unreachable {
  readonly attempts: number;
  /** At least so long from the first attempt to the last. */
  readonly over: Promised;
  /** On so many days of its owner; null where that does not matter. */
  readonly distinctDays: number | null;
  /** Attempts of a kind that follow each other sooner are one. */
  readonly minGap: Promised | null;
  /** Whether e-mails that no person wrote are attempts. */
  readonly automatedEmail: boolean;
  readonly then: { readonly category: 'nurture' | 'recycle' | 'suppress' | 'lost'; readonly reason: string };
}

/** What its owner may pause of a cycle by hand. */
export interface PauseLimits {
  /** Elapsed, all pauses together; null: as long as they like. */
  readonly most: Promised | null;
  /** Null: as often as they like. */
  readonly times: number | null;
}

/** What every policy says, whatever is promised by it: whether it acts, and the time in which it counts. */
export interface Commitment {
  readonly mode: Mode;
  readonly time: Basis;
  readonly calendar: 'owner' | 'pool' | { readonly calendarId: string };
  /** What is left at least, in its time, where a change would make a promise due. */
  readonly grace: Promised;
}

/** A version of a policy, ready to be applied. Versions never change: a clock keeps the one it began under. */
export interface SlaPolicy extends Commitment {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly firstTouch: FirstTouch;
  readonly followUp: FollowUp | null;
  readonly decide: Decision | null;
  readonly unreachable: Unreachable | null;
  /** All that it promises stands still while a lead is like this. */
  readonly pauseWhile: CompiledCondition | null;
  readonly pauses: PauseLimits | null;
  /** Whether the owner's clocks count only while the lead may be contacted, too. */
  readonly leadHours: boolean;
  /** So often a lead comes back from recycling; after that it stays closed. */
  readonly maxRecycles: number;
}
