import type { Stage, WithheldReason } from '../delivery.js';
import { isSameMoney, isZero, type Money, zeroOf } from '../money.js';
import { afterAll, callOff } from './afterwards.js';
import { isInHand, isStillHere, mayBeThere, type Told } from './told.js';
import { countingOf, latestOf, type Standing, type Wish } from './wish.js';

/** What counts is to count no longer. @param quietly nothing is said of it where the platform takes nothing back */
export function takeBack(stage: Stage, quietly: boolean, standing: Standing): Wish[] {
  const { retract, restate: canRestate } = standing.abilities;
  const told = countingOf(stage, standing);
  if (told === undefined) return retract || canRestate ? takeBackInDoubt(stage, standing) : [];
  const withheld = (reason: WithheldReason): Wish[] => [{ do: 'withhold', kind: 'retract', stage, reason }];
  // The cheapest retraction of all.
  if (isStillHere(told) || ((told.state === 'pending' || told.isHidden) && !retract && !canRestate))
    return [...callOff(told), { do: 'cancel', of: told, withheld: null }];
  const recalls: Wish[] =
    (isInHand(told) || told.state === 'pending') && !told.isRecalled
      ? [{ do: 'recall', of: told, withheld: null }]
      : [];
  if (!retract && !canRestate) return [...recalls, ...(quietly ? [] : withheld('platformCannotRetract'))];
  if (told.waiting?.kind === 'retract') return [];
  const reason = whyNot(told, standing);
  if (reason !== null) return withheld(reason);
  if (retract) return [...recalls, ...callOff(told), { do: 'retract', of: told }];
  // Of what is worth nothing already only the count is wrong, and stays so.
  if (told.valueNow !== null && isZero(told.valueNow)) return recalls;
  const value = zeroOf(told.valueNow ?? { amount: '0', currency: standing.currency });
  return [...recalls, ...callOff(told), { do: 'restate', of: told, value, isCountWrong: true }];
}

/** What was stopped, and somebody may have told before, counts there for all that is known: it is told to its end, and taken back. */
function takeBackInDoubt(stage: Stage, standing: Standing): Wish[] {
  const latest = latestOf(stage, standing);
  if (latest === undefined || !mayBeThere(latest)) return [];
  const still: Wish[] = [{ do: 'tellStill', of: latest }];
  return [...still, ...takeBack(stage, true, afterAll(still, standing))];
}

/** What counts is worth something else. @param quietly nothing is said of it where the platform changes no value */
export function restate(stage: Stage, value: Money | null, quietly: boolean, standing: Standing): Wish[] {
  const told = countingOf(stage, standing);
  if (told === undefined) return [];
  const withheld = (reason: WithheldReason): Wish[] => [{ do: 'withhold', kind: 'restate', stage, reason }];
  if (value === null) return withheld('valueMissing');
  if (told.valueNow !== null && isSameMoney(told.valueNow, value)) return [];
  if (isStillHere(told)) return [...callOff(told), { do: 'revalue', of: told, value }];
  if (!standing.abilities.restate) return quietly ? [] : withheld('platformCannotRestate');
  const reason = whyNot(told, standing);
  if (reason !== null) return withheld(reason);
  // As it stands there once what waits is called off.
  if (told.waiting !== null && told.valueThere !== null && isSameMoney(told.valueThere, value)) return callOff(told);
  return [...callOff(told), { do: 'restate', of: told, value, isCountWrong: false }];
}

/** A stage that was told without a value has none to lose. */
export function worthNothing(stage: Stage, standing: Standing): Wish[] {
  const valueNow = countingOf(stage, standing)?.valueNow ?? null;
  return valueNow === null ? [] : restate(stage, zeroOf(valueNow), true, standing);
}

function whyNot(told: Told, { windows, now }: Standing): WithheldReason | null {
  if (told.isRetracted) return 'alreadyRetracted';
  const isOver = windows.adjustmentMs !== null && now >= told.eventAt + windows.adjustmentMs;
  return isOver ? 'windowClosed' : null;
}
