import type { Instant } from '../../platform/values/duration.js';
import { type FeedbackDeliveryState, type SideStage, STAGES, type Stage, type WithheldReason } from '../delivery.js';
import { isZero, type Money } from '../money.js';
import type { Abilities, Transport } from '../platform.js';

/** A stage of a lead that a platform was sent, or is to be sent: a row of the ledger that is no adjustment. */
export interface SentStage {
  readonly id: string;
  readonly stage: Stage | SideStage;
  readonly revision: number;
  readonly state: FeedbackDeliveryState;
  /** Whether it waits after a lease that was never reported on, so that it may have been sent. */
  readonly mayHaveLeft: boolean;
  /** Whether it waits for consent or an identifier. */
  readonly isHidden: boolean;
  /** Whether it was cancelled after it was handed out. */
  readonly isRecalled: boolean;
  readonly eventAt: Instant;
  /** The value as first sent. */
  readonly value: Money | null;
  /** The value after all restatements, including those that still wait. */
  readonly valueNow: Money | null;
  /** The value at the platform, after restatements that can no longer be called off. */
  readonly valueThere: Money | null;
  /** Also true while the retraction waits. */
  readonly isRetracted: boolean;
  /** An adjustment that has not been sent, and can be called off. */
  readonly waiting: { readonly id: string; readonly kind: 'retract' | 'restate' } | null;
}

/** Reports whether it will not count, or be worth zero, once everything that waits has been sent. */
export function isWorthNothing({ isRetracted, valueNow }: SentStage): boolean {
  return isRetracted || (valueNow !== null && isZero(valueNow));
}

/** Reports whether it was never sent, and will not be. */
export function isMissing(sent: SentStage | undefined): boolean {
  return sent === undefined || (isGone(sent) && !sent.mayHaveLeft);
}

/** Reports whether it was cancelled but may have been sent before. */
export function mayBeThere(sent: SentStage): boolean {
  return isGoneItself(sent) && sent.mayHaveLeft && !sent.isRetracted;
}

/** Reports whether it waits, and was certainly never handed out. */
export function isCertainlyUnsent({ state, isHidden, mayHaveLeft }: SentStage): boolean {
  return (state === 'pending' || isHidden) && !mayHaveLeft;
}

/** Reports whether it is with a client or at the platform. */
export function isHandedOut({ state }: SentStage): boolean {
  return state === 'leased' || state === 'sent';
}

/** Reports whether it may still be sent, now or after its lease. */
export function isOnItsWay(sent: SentStage): boolean {
  return sent.state === 'pending' || sent.isHidden || isHandedOut(sent);
}

export function isGone(sent: SentStage): boolean {
  return sent.isRetracted || isGoneItself(sent);
}

/** Reports whether it is not sent, regardless of its adjustments. */
export function isGoneItself({ state, isHidden }: SentStage): boolean {
  return state === 'superseded' || (state === 'withheld' && !isHidden);
}

export interface PlanningContext {
  readonly abilities: Abilities;
  readonly windows: Transport['windows'];
  /** All stages of the lead that the destination was sent, or is to be sent. */
  readonly sent: readonly SentStage[];
  /** Whether a rule of the destination sends a stage. */
  readonly asksFor: (stage: Stage | SideStage) => boolean;
  /** Whether a stage counts by the events of the lead. */
  readonly counts: (stage: Stage) => boolean;
  /** The value to send for a stage at present; null if the rules send none. */
  readonly worth: (stage: Stage) => Money | null;
  readonly leadCountedBy: 'touchline' | 'tag';
  /** The key under which the platform knows the lead that the tag counted; null if it is not known (`tagKeyOf`). */
  readonly tagKey: string | null;
  /** Whether the present disposition of the lead allows nothing more to be sent. */
  readonly isStopped: boolean;
  /** The company's currency, in which zero is written if no value was sent. */
  readonly currency: string;
  readonly now: Instant;
}

/** When something happened, and the value from then on: the new one, or what is retained. */
export interface Occurrence {
  readonly at: Instant;
  readonly value: Money | null;
}

export type DeliveryIntent =
  | {
      readonly do: 'send';
      readonly kind: 'conversion' | 'stage';
      readonly stage: Stage | SideStage;
      readonly revision: number;
      readonly eventAt: Instant;
      readonly isQuarantined: boolean;
    }
  /** The tag has counted it: the ledger stores it as accepted, under the tag's key, so that it can be retracted. */
  | { readonly do: 'adopt'; readonly stage: Stage; readonly key: string; readonly eventAt: Instant }
  /** An adjustment waits until the platform has accepted the original. */
  | { readonly do: 'retract'; readonly of: SentStage }
  | {
      readonly do: 'restate';
      readonly of: SentStage;
      readonly value: Money;
      /** Whether it stands for a retraction that the platform does not support, so that the count stays wrong. */
      readonly isCountWrong: boolean;
    }
  /** A waiting delivery is not sent: it becomes `superseded`, or withheld for the reason. */
  | { readonly do: 'cancel'; readonly of: SentStage; readonly withheld: WithheldReason | null }
  /** A delivery that was handed out is cancelled if it turns out that it was never sent. */
  | { readonly do: 'recall'; readonly of: SentStage; readonly withheld: WithheldReason | null }
  /** A recalled delivery is sent after all. */
  | { readonly do: 'keep'; readonly of: SentStage }
  /** A cancelled delivery that may have been counted is sent again under the same key, so that its result is known. */
  | { readonly do: 'sendAgain'; readonly of: SentStage }
  /** A waiting adjustment is not sent: its original stays as it is. */
  | { readonly do: 'callOff'; readonly of: SentStage; readonly adjustmentId: string }
  /** A waiting delivery is sent with another value. */
  | { readonly do: 'revalue'; readonly of: SentStage; readonly value: Money }
  | {
      readonly do: 'withhold';
      readonly kind: IntendedKind;
      readonly stage: Stage | SideStage;
      readonly reason: WithheldReason;
    };
type IntendedKind = 'conversion' | 'stage' | 'retract' | 'restate';

export function kindOf(stage: Stage | SideStage): 'conversion' | 'stage' {
  return (STAGES as readonly string[]).includes(stage) ? 'conversion' : 'stage';
}

export function latestOf(stage: Stage | SideStage, { sent }: PlanningContext): SentStage | undefined {
  return sent
    .filter((each) => each.stage === stage)
    .reduce<SentStage | undefined>(
      (last, each) => (last === undefined || each.revision > last.revision ? each : last),
      undefined,
    );
}

/** Returns the latest row that counts or may count. Failed, expired and withheld ones do not. */
export function countingOf(stage: Stage, context: PlanningContext): SentStage | undefined {
  const latest = latestOf(stage, context);
  if (latest === undefined) return undefined;
  return latest.isHidden || ['pending', 'leased', 'sent', 'accepted'].includes(latest.state) ? latest : undefined;
}

export function earlierThan(stage: Stage | SideStage): Stage[] {
  const index = (STAGES as readonly string[]).indexOf(stage);
  return index === -1 ? [] : STAGES.slice(0, index);
}

export function cancelIntents(sent: SentStage): DeliveryIntent[] {
  return sent.waiting === null ? [] : [{ do: 'callOff', of: sent, adjustmentId: sent.waiting.id }];
}

export function callOffRetraction(sent: SentStage): DeliveryIntent[] {
  return sent.waiting?.kind === 'retract' ? cancelIntents(sent) : [];
}

export function afterAll(intents: readonly DeliveryIntent[], context: PlanningContext): PlanningContext {
  return { ...context, sent: intents.reduce(afterIntent, context.sent) };
}

/** Returns what will have been sent once an intent is carried out: the state from which the next action is planned. */
export function afterIntent(sent: readonly SentStage[], intent: DeliveryIntent): readonly SentStage[] {
  const changed = (of: SentStage, over: Partial<SentStage>) =>
    sent.map((each) => (each.id === of.id ? { ...each, ...over } : each));
  switch (intent.do) {
    case 'send':
    case 'adopt':
    case 'withhold':
      return sent;
    case 'retract':
      return changed(intent.of, { isRetracted: true });
    case 'restate':
      return changed(intent.of, { valueNow: intent.value });
    case 'revalue':
      return changed(intent.of, { value: intent.value, valueNow: intent.value });
    case 'cancel':
      return changed(intent.of, { state: intent.withheld === null ? 'superseded' : 'withheld', isHidden: false });
    case 'recall':
      return changed(intent.of, { isRecalled: true });
    case 'keep':
      return changed(intent.of, { isRecalled: false });
    case 'sendAgain':
      return changed(intent.of, { state: 'pending' });
    case 'callOff':
      return changed(intent.of, { isRetracted: false, valueNow: intent.of.valueThere, waiting: null });
    default:
      return intent satisfies never;
  }
}
