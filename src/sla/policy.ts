import type { CompiledCondition } from '../conditions/condition-evaluate.js';
import { allowedOf, type Person, reachOf, writeReach } from '../contact/reach.js';
import type { Duration, Instant } from '../platform/values/duration.js';

export type PolicyMode = 'enforce' | 'notify' | 'measure';
export const ON_INQUIRY = ['renew', 'keep', 'restart'] as const;
export type OnInquiry = (typeof ON_INQUIRY)[number];
export const BASES = ['working', 'elapsed'] as const;
export type Basis = (typeof BASES)[number];

/** How often a lead is recycled by default. */
export const MAX_RECYCLES = 2;

/** A duration with its text as written, which clocks and answers show. */
export interface PromisedDuration extends Duration {
  readonly text: string;
}

export type EscalationTarget =
  | 'manager'
  | 'managersManager'
  | 'queueOwner'
  | { readonly repId: string }
  | { readonly teamId: string };

export type BreachAction =
  | { readonly after: PromisedDuration; readonly do: 'reassign' | 'remind' }
  | {
      readonly after: PromisedDuration;
      readonly do: 'escalate';
      readonly to: EscalationTarget;
      /** A repetition of an earlier notification. */
      readonly isRepeat?: true;
    };

/** One way for a touch to count; every field given must hold. */
export interface CountingTouch {
  readonly kind?: string | undefined;
  readonly direction: 'outbound' | 'inbound';
  readonly minSeconds?: number | undefined;
  readonly outcomes?: readonly string[] | undefined;
}

interface FirstTouch {
  readonly within: PromisedDuration;
  /** Replaces `within` when the assignment falls outside working hours. */
  readonly afterHours: PromisedDuration | null;
  /** The company's promise; without it the company's clock only measures. */
  readonly leadWithin: PromisedDuration | null;
  readonly leadCalendar: 'pool' | { readonly calendarId: string };
  readonly startFrom: 'received' | 'submitted';
  readonly counts: readonly CountingTouch[];
  readonly by: 'anyone' | 'owner';
  /** When the owner is warned, as shares of the time, ascending, between 0 and 1. */
  readonly warnAt: readonly number[];
  /** In the order of time. */
  readonly onBreach: readonly BreachAction[];
  readonly onLeadBreach: readonly BreachAction[];
  readonly maxReassignments: number;
  /** What happens with a lead that a miss moved, if the miss turns out not to have been one. */
  readonly onCorrection: 'stay' | 'return';
  /** How much later a miss moves the lead if its owner has acknowledged it; null if it cannot be acknowledged. */
  readonly acknowledge: PromisedDuration | null;
}

/** A step of the cadence, kept by a touch of one of its kinds inside its window or before it. */
interface FollowUpStep {
  readonly kinds: readonly string[];
  /** Time until the window opens, from the first touch, from the touch that kept the step before, or from its miss. */
  readonly after: PromisedDuration;
  readonly within: PromisedDuration;
}

/** What is promised between the first touch and contact. */
export interface FollowUp {
  readonly steps: readonly FollowUpStep[];
  /** Outcomes that count as contact, which ends the cadence. */
  readonly stopOn: readonly string[];
  readonly onMiss: readonly BreachAction[];
}

/** The deadline for deciding about a lead that was worked on. */
export interface Decision {
  readonly within: PromisedDuration;
  /** How many booked meetings in a row count as a next step, each with the full time again. */
  readonly meetings: number;
  readonly onMiss: readonly BreachAction[];
}

/** What is promised about a deal whose expected date has passed. */
export interface DatedDeals {
  /** How soon after that date the owner closes the deal, or names another date; null for no such promise. */
  readonly dealDate: PromisedDuration | null;
  /** How much later a miss moves the deal if its owner has acknowledged it; null if it cannot be acknowledged. */
  readonly acknowledge: PromisedDuration | null;
  readonly onMiss: readonly BreachAction[];
}

/** What is promised about renewals: each until so long before the last day for notice; null for no such promise. */
export interface RenewalPromises extends DatedDeals {
  readonly firstTalkBefore: PromisedDuration | null;
  readonly deciderNamedBefore: PromisedDuration | null;
  readonly committedBefore: PromisedDuration | null;
}

/** When a lead is closed as unreachable. */
export interface Unreachable {
  readonly attempts: number;
  /** The least time from the first attempt to the last. */
  readonly over: PromisedDuration;
  /** The number of different days, in the owner's time zone; null if it does not matter. */
  readonly distinctDays: number | null;
  /** Attempts of a kind that are closer together count as one. */
  readonly minGap: PromisedDuration | null;
  /** Whether automatic e-mails count as attempts. */
  readonly automatedEmail: boolean;
  readonly then: { readonly category: 'nurture' | 'recycle' | 'suppress' | 'lost'; readonly reason: string };
}

/** How much an owner may pause in a cycle by hand. */
export interface PauseLimits {
  /** Elapsed time of all pauses together; null means no limit. */
  readonly most: PromisedDuration | null;
  /** Null means no limit. */
  readonly times: number | null;
}

/** The part that all promises share: the mode, and the time in which durations count. */
export interface Commitment {
  readonly mode: PolicyMode;
  readonly time: Basis;
  readonly calendar: 'owner' | 'pool' | { readonly calendarId: string };
  /** The least working or elapsed time, by the policy, that is left if a change would make a promise due. */
  readonly grace: PromisedDuration;
}

/** A version of a policy, ready to be applied. Versions never change; a clock keeps the one it began under. */
export interface SlaPolicy extends Commitment {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly firstTouch: FirstTouch;
  readonly followUp: FollowUp | null;
  readonly decide: Decision | null;
  readonly unreachable: Unreachable | null;
  readonly renewal: RenewalPromises | null;
  /** Promises about all deals except renewals. */
  readonly deals: DatedDeals | null;
  /** While this condition matches, all promises of the policy are paused. */
  readonly pauseWhile: CompiledCondition | null;
  readonly pauses: PauseLimits | null;
  /** Whether the owner's clocks count only while the lead may be contacted. */
  readonly leadHours: boolean;
  /** How often a lead comes back from recycling before it stays closed. */
  readonly maxRecycles: number;
  /** What happens to its promises when the person asks again. */
  readonly onInquiry: OnInquiry;
}

/**
 * The kinds of touch that count as attempts to reach a lead, if the policy names none: chats and meetings are arranged,
 * not tried.
 */
const ANY_KIND = ['call', 'sms', 'email'];

type Asking = Pick<SlaPolicy, 'leadHours' | 'firstTouch' | 'followUp'>;

/** Returns the kinds of touch by which the owner can make the first touch. Inbound touches are not among them. */
export function kindsOfFirstTouch({ firstTouch }: Pick<SlaPolicy, 'firstTouch'>): readonly string[] {
  const outbound = firstTouch.counts.filter(({ direction }) => direction === 'outbound');
  return [...new Set(outbound.flatMap(({ kind }) => (kind === undefined ? ANY_KIND : [kind])))];
}

/** Returns the kinds of touch that keep a step of the cadence. @param step from 1 */
export function kindsOfStep({ followUp }: Pick<SlaPolicy, 'followUp'>, step: number): readonly string[] {
  return followUp!.steps[step - 1]!.kinds;
}

/** Reports whether the person forbids all kinds of touch that would keep a step. */
export function isForbiddenStep(policy: Pick<SlaPolicy, 'followUp'>, step: number, { contact }: Person): boolean {
  return allowedOf(kindsOfStep(policy, step), contact).length === 0;
}

/**
 * Returns how the lead may be contacted, for a promise that counts only while it may be.
 * @param step of the cadence; null for the first touch
 * @returns in the format of `writeReach`; null if the policy counts only the owner's hours, or no way is left
 */
export function reachFor(policy: Asking, step: number | null, person: () => Person): string | null {
  if (!policy.leadHours) return null;
  const reach = reachOf(person(), step === null ? kindsOfFirstTouch(policy) : kindsOfStep(policy, step));
  return reach === null ? null : writeReach(reach);
}

/** What a receiver of a handoff promises. */
export interface ReceiverTerms {
  readonly acknowledgeWithin: PromisedDuration;
  readonly completeWithin: PromisedDuration;
  /** When the receiver said that they will process it; null if they have not said so. */
  readonly scheduledAt: Instant | null;
}

/** What is promised about a handoff, by its kind and by later agreements. Each promise has a number. */
export interface HandoffTerms extends Commitment {
  /** By place, so that the first receiver has number 1. */
  readonly receivers: readonly ReceiverTerms[];
  /** By number: how soon each question has to be answered. */
  readonly questions: ReadonlyMap<number, PromisedDuration>;
  /** By number: when each blocker is to be resolved. */
  readonly blockers: ReadonlyMap<number, Instant>;
  readonly escalation: { readonly deciderRepId: string; readonly decideWithin: PromisedDuration };
  /** The agreed deadline for completing a form that was handed over incomplete; null if there is none. */
  readonly completeBy: Instant | null;
  readonly clientToldWithin: PromisedDuration | null;
}

/**
 * What is promised about a deal, by its policy and its present state. Each deadline is null if there is no such
 * promise.
 */
export interface DealTerms extends Commitment, DatedDeals {
  readonly firstTalkBy: Instant | null;
  readonly deciderBy: Instant | null;
  readonly committedBy: Instant | null;
}
