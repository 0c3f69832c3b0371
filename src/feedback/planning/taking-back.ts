import type { Stage, WithheldReason } from '../delivery.js';
import { isSameMoney, isZero, type Money, zeroOf } from '../money.js';
import {
  afterAll,
  callOff,
  countingOf,
  type DeliveryIntent,
  isInHand,
  isStillHere,
  latestOf,
  mayBeThere,
  type PlanningContext,
  type Sent,
} from './delivery-intent.js';

/** Stops a stage from counting. @param quietly the ledger says nothing where the platform takes nothing back */
export function takeBack(stage: Stage, quietly: boolean, context: PlanningContext): DeliveryIntent[] {
  const { retract, restate: canRestate } = context.abilities;
  const sent = countingOf(stage, context);
  if (sent === undefined) return retract || canRestate ? takeBackInDoubt(stage, context) : [];
  const withheld = (reason: WithheldReason): DeliveryIntent[] => [{ do: 'withhold', kind: 'retract', stage, reason }];
  // What has not been sent is cancelled: the cheapest retraction of all.
  if (isStillHere(sent) || ((sent.state === 'pending' || sent.isHidden) && !retract && !canRestate))
    return [...callOff(sent), { do: 'cancel', of: sent, withheld: null }];
  const recalls: DeliveryIntent[] =
    (isInHand(sent) || sent.state === 'pending') && !sent.isRecalled
      ? [{ do: 'recall', of: sent, withheld: null }]
      : [];
  if (!retract && !canRestate) return [...recalls, ...(quietly ? [] : withheld('platformCannotRetract'))];
  if (sent.waiting?.kind === 'retract') return [];
  const reason = whyNot(sent, context);
  if (reason !== null) return withheld(reason);
  if (retract) return [...recalls, ...callOff(sent), { do: 'retract', of: sent }];
  // The value is zero already; the platform's count stays wrong.
  if (sent.valueNow !== null && isZero(sent.valueNow)) return recalls;
  const value = zeroOf(sent.valueNow ?? { amount: '0', currency: context.currency });
  return [...recalls, ...callOff(sent), { do: 'restate', of: sent, value, isCountWrong: true }];
}

/** What was stopped but may have been sent counts as far as is known: it is sent to its end, and taken back. */
function takeBackInDoubt(stage: Stage, context: PlanningContext): DeliveryIntent[] {
  const latest = latestOf(stage, context);
  if (latest === undefined || !mayBeThere(latest)) return [];
  const still: DeliveryIntent[] = [{ do: 'sendAgain', of: latest }];
  return [...still, ...takeBack(stage, true, afterAll(still, context))];
}

/** Changes the value of a stage that counts. @param quietly the ledger says nothing where the platform changes no value */
export function restate(
  stage: Stage,
  value: Money | null,
  quietly: boolean,
  context: PlanningContext,
): DeliveryIntent[] {
  const sent = countingOf(stage, context);
  if (sent === undefined) return [];
  const withheld = (reason: WithheldReason): DeliveryIntent[] => [{ do: 'withhold', kind: 'restate', stage, reason }];
  if (value === null) return withheld('valueMissing');
  if (sent.valueNow !== null && isSameMoney(sent.valueNow, value)) return [];
  if (isStillHere(sent)) return [...callOff(sent), { do: 'revalue', of: sent, value }];
  if (!context.abilities.restate) return quietly ? [] : withheld('platformCannotRestate');
  const reason = whyNot(sent, context);
  if (reason !== null) return withheld(reason);
  // The platform has this value once what waits is called off.
  if (sent.waiting !== null && sent.valueThere !== null && isSameMoney(sent.valueThere, value)) return callOff(sent);
  return [...callOff(sent), { do: 'restate', of: sent, value, isCountWrong: false }];
}

/** Sets the value of a stage to zero; a stage that was sent without a value has none to lose. */
export function worthNothing(stage: Stage, context: PlanningContext): DeliveryIntent[] {
  const valueNow = countingOf(stage, context)?.valueNow ?? null;
  return valueNow === null ? [] : restate(stage, zeroOf(valueNow), true, context);
}

function whyNot(sent: Sent, { windows, now }: PlanningContext): WithheldReason | null {
  if (sent.isRetracted) return 'alreadyRetracted';
  const isOver = windows.adjustmentMs !== null && now >= sent.eventAt + windows.adjustmentMs;
  return isOver ? 'windowClosed' : null;
}
