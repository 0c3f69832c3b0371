import { type SideStage, STAGES, type Stage } from '../delivery.js';
import { isSameMoney, isZero } from '../money.js';
import type { Abilities } from '../platform.js';
import {
  afterAll,
  afterIntent,
  callOff,
  type DeliveryIntent,
  isGone,
  isGoneItself,
  isInHand,
  isNothingBy,
  isOnItsWay,
  kindOf,
  latestOf,
  type Occurrence,
  type PlanningContext,
  type Sent,
} from './delivery-intent.js';
import { send } from './sending.js';
import { restate, takeBack, worthNothing } from './taking-back.js';
import type { Action } from './trigger.js';

/** Counts again all stages that count by the events of the lead. @param next the actions that follow */
function restoreAll(next: readonly Action[], occurrence: Occurrence, context: PlanningContext): DeliveryIntent[] {
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

/** The changes to a destination's ledger that actions call for, given what the destination was sent so far. */
export function intentsFor(
  actions: readonly Action[],
  occurrence: Occurrence,
  context: PlanningContext,
): DeliveryIntent[] {
  const all: DeliveryIntent[] = [];
  let { sent } = context;
  for (const action of actions) {
    const intents = intentsOf(action, occurrence, { ...context, sent });
    all.push(...intents);
    sent = intents.reduce(afterIntent, sent);
  }
  return all;
}

function intentsOf(action: Action, occurrence: Occurrence, context: PlanningContext): DeliveryIntent[] {
  switch (action.do) {
    case 'send':
      return send(action.stage, occurrence, context);
    case 'aside':
      return takesAside(action.stage, context.abilities) ? send(action.stage, occurrence, context) : [];
    case 'takeBack':
      return takeBack(action.stage, action.quietly === true, context);
    case 'restate':
      return action.to === 'given'
        ? restate(action.stage, occurrence.value, false, context)
        : worthNothing(action.stage, context);
    case 'reduce':
      return occurrence.value === null || isZero(occurrence.value)
        ? takeBack(action.stage, false, context)
        : restate(action.stage, occurrence.value, false, context);
    case 'stop':
      return (
        context.sent
          // What may have been counted has to be sent to its end, so that it can be taken back.
          .filter((sent) => isOnItsWay(sent) && !(sent.mayHaveLeft && isNothingBy(sent)) && !sent.isRecalled)
          .map((of) => ({ do: isInHand(of) ? 'recall' : 'cancel', of, withheld: 'stopped' }))
      );
    case 'restore':
      return [
        ...context.sent.filter(isWaitingAside).map((of): DeliveryIntent => ({ do: 'cancel', of, withheld: null })),
        ...restoreAll(action.next, occurrence, context),
      ];
    default:
      return action satisfies never;
  }
}

/** Whether a platform takes a stage that is no conversion. */
export function takesAside(stage: SideStage, { freeStages, allEnds }: Abilities): boolean {
  return allEnds || (freeStages && stage !== 'recycle' && stage !== 'suppressed');
}

function isWaitingAside(sent: Sent): boolean {
  return kindOf(sent.stage) === 'stage' && sent.state === 'pending';
}
