import type { Instant } from '../../platform/instant.js';
import type { DeliveryState, SideStage, Stage } from '../delivery.js';
import { isZero, type Money } from '../money.js';

/** A stage of a lead that a platform was sent, or is to be sent: a row of the ledger that is no adjustment. */
export interface Sent {
  readonly id: string;
  readonly stage: Stage | SideStage;
  readonly revision: number;
  readonly state: DeliveryState;
  /** It waits, but was handed out before and never reported on: it may have been sent. */
  readonly mayHaveLeft: boolean;
  /** It waits for consent, or for an identifier. */
  readonly isHidden: boolean;
  /** It was handed out, and cancelled since. */
  readonly isRecalled: boolean;
  readonly eventAt: Instant;
  /** The value as first sent. */
  readonly value: Money | null;
  /** The value after all restatements, including those that still wait. */
  readonly valueNow: Money | null;
  /** The value at the platform, after what can no longer be called off. */
  readonly valueThere: Money | null;
  /** True also where the retraction still waits. */
  readonly isRetracted: boolean;
  /** An adjustment that has not been sent, and can be called off. */
  readonly waiting: { readonly id: string; readonly kind: 'retract' | 'restate' } | null;
}

/** Whether it will not count, or have no value, once all that waits has been sent. */
export function isNothingBy({ isRetracted, valueNow }: Sent): boolean {
  return isRetracted || (valueNow !== null && isZero(valueNow));
}

/** Whether it was never sent, and will not be. */
export function isMissing(sent: Sent | undefined): boolean {
  return sent === undefined || (isGone(sent) && !sent.mayHaveLeft);
}

/** Whether it was called off but may have been sent before. */
export function mayBeThere(sent: Sent): boolean {
  return isGoneItself(sent) && sent.mayHaveLeft && !sent.isRetracted;
}

export function isStillHere({ state, isHidden, mayHaveLeft }: Sent): boolean {
  return (state === 'pending' || isHidden) && !mayHaveLeft;
}

export function isInHand({ state }: Sent): boolean {
  return state === 'leased' || state === 'sent';
}

/** Whether it may still be sent, now or when it is handed back. */
export function isOnItsWay(sent: Sent): boolean {
  return sent.state === 'pending' || sent.isHidden || isInHand(sent);
}

export function isGone(sent: Sent): boolean {
  return sent.isRetracted || isGoneItself(sent);
}

/** Whether it is not sent, whatever becomes of an adjustment of it. */
export function isGoneItself({ state, isHidden }: Sent): boolean {
  return state === 'superseded' || (state === 'withheld' && !isHidden);
}
