import type { Instant } from '../../platform/instant.js';
import type { DeliveryState, SideStage, Stage } from '../delivery.js';
import { isZero, type Money } from '../money.js';

/** What a platform was told of a stage of a lead, or is to be told: a row of the ledger that is no adjustment. */
export interface Told {
  readonly id: string;
  readonly stage: Stage | SideStage;
  readonly revision: number;
  readonly state: DeliveryState;
  /** It waits, but somebody has had it before and never said what became of it: it may have been told. */
  readonly mayHaveLeft: boolean;
  /** It waits for the person to allow it, or to be known. */
  readonly isHidden: boolean;
  /** Somebody has it in hand, and it was cancelled meanwhile. */
  readonly isRecalled: boolean;
  readonly eventAt: Instant;
  /** As it was told first. */
  readonly value: Money | null;
  /** As it stands after all restatements, also such as still wait. */
  readonly valueNow: Money | null;
  /** As it stands there, or will by what can be called off no more. */
  readonly valueThere: Money | null;
  /** Also by a retraction that still waits. */
  readonly isRetracted: boolean;
  /** An adjustment of it that has not left, and can be called off. */
  readonly waiting: { readonly id: string; readonly kind: 'retract' | 'restate' } | null;
}

/** It counts no longer, or is worth nothing, once all that waits has been told. */
export function isNothingBy({ isRetracted, valueNow }: Told): boolean {
  return isRetracted || (valueNow !== null && isZero(valueNow));
}

/** It never left, and never will. */
export function isMissing(told: Told | undefined): boolean {
  return told === undefined || (isGone(told) && !told.mayHaveLeft);
}

/** It was called off, and somebody may have told it before: only to its end is it known. */
export function mayBeThere(told: Told): boolean {
  return isGoneItself(told) && told.mayHaveLeft && !told.isRetracted;
}

export function isStillHere({ state, isHidden, mayHaveLeft }: Told): boolean {
  return (state === 'pending' || isHidden) && !mayHaveLeft;
}

export function isInHand({ state }: Told): boolean {
  return state === 'leased' || state === 'sent';
}

/** It may still leave, also because it comes back from whoever has it. */
export function isOnItsWay(told: Told): boolean {
  return told.state === 'pending' || told.isHidden || isInHand(told);
}

export function isGone(told: Told): boolean {
  return told.isRetracted || isGoneItself(told);
}

/** It does not leave, whatever becomes of what would take it back. */
export function isGoneItself({ state, isHidden }: Told): boolean {
  return state === 'superseded' || (state === 'withheld' && !isHidden);
}
