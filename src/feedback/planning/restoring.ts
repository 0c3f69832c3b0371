import { STAGES, type Stage } from '../delivery.js';
import { isSameMoney, isZero } from '../money.js';
import { afterAll, callOff } from './after-intents.js';
import { type DeliveryIntent, latestOf, type Occurrence, type PlanningContext } from './delivery-intent.js';
import { send } from './sending.js';
import { isGone, isGoneItself } from './sent.js';
import { restate } from './taking-back.js';
import type { Action } from './trigger.js';

/** Counts again all stages that count by the events of the lead. @param next the actions that follow */
export function restoreAll(
  next: readonly Action[],
  occurrence: Occurrence,
  context: PlanningContext,
): DeliveryIntent[] {
  const all: DeliveryIntent[] = [];
  for (const stage of STAGES) {
    // An earlier stage may have brought this one with it.
    const isSent = all.some((intent) => intent.do === 'send' && intent.stage === stage);
    if (!isSent) all.push(...restore(stage, next, occurrence, context).filter((intent) => !isIn(all, intent)));
  }
  return all;
}

function isIn(intents: readonly DeliveryIntent[], intent: DeliveryIntent): boolean {
  return intent.do === 'send' && intents.some((each) => each.do === 'send' && each.stage === intent.stage);
}

/** Counts again a stage that was taken back or cancelled; a stage that was set to zero gets its value back. */
function restore(
  stage: Stage,
  next: readonly Action[],
  occurrence: Occurrence,
  context: PlanningContext,
): DeliveryIntent[] {
  const latest = latestOf(stage, context);
  if (latest === undefined || !context.counts(stage)) return [];
  // A stage that is not sent has no value at the platform.
  const isNothing = latest.valueNow !== null && isZero(latest.valueNow) && !isGone(latest);
  const staysSo = next.some(
    (action) =>
      (action.do === 'takeBack' || (action.do === 'restate' && action.to === 'zero' && isNothing)) &&
      action.stage === stage,
  );
  if (staysSo) return [];
  const isCalledOff = latest.waiting !== null && (latest.isRetracted || isNothing);
  // Where the adjustment still waits, calling it off is enough.
  if (isGone(latest) && (!isCalledOff || isGoneItself(latest)))
    return atItsWorth(stage, send(stage, occurrence, { ...context, isStopped: false }), context);
  const kept: DeliveryIntent[] = latest.isRecalled ? [{ do: 'keep', of: latest }] : [];
  const calledOff = isCalledOff ? callOff(latest) : [];
  const valueNow = isCalledOff ? latest.valueThere : latest.valueNow;
  const worth = context.worth(stage);
  if (worth === null || valueNow === null || isSameMoney(worth, valueNow)) return [...kept, ...calledOff];
  return [...kept, ...calledOff, ...restate(stage, worth, true, afterAll(calledOff, context))];
}

/** What may have been sent keeps the value that it had, and is restated to its present one. */
function atItsWorth(stage: Stage, again: readonly DeliveryIntent[], context: PlanningContext): DeliveryIntent[] {
  const isStill = again.some((intent) => intent.do === 'sendAgain' && intent.of.stage === stage);
  const after = afterAll(again, context);
  const worth = context.worth(stage);
  const isValued = worth !== null && (latestOf(stage, after)?.valueNow ?? null) !== null;
  return isStill && isValued ? [...again, ...restate(stage, worth, true, after)] : [...again];
}
