import type { SideStage } from '../delivery.js';
import { isZero } from '../money.js';
import type { Abilities } from '../platform.js';
import { afterIntent } from './after-intents.js';
import { type DeliveryIntent, kindOf, type Occurrence, type PlanningContext } from './delivery-intent.js';
import { restoreAll } from './restoring.js';
import { send } from './sending.js';
import { isInHand, isNothingBy, isOnItsWay, type Sent } from './sent.js';
import { restate, takeBack, worthNothing } from './taking-back.js';
import type { Action } from './trigger.js';

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
