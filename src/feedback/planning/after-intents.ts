import type { DeliveryIntent, PlanningContext } from './delivery-intent.js';
import type { Sent } from './sent.js';

export function callOff(sent: Sent): DeliveryIntent[] {
  return sent.waiting === null ? [] : [{ do: 'callOff', of: sent, adjustmentId: sent.waiting.id }];
}

export function callOffRetraction(sent: Sent): DeliveryIntent[] {
  return sent.waiting?.kind === 'retract' ? callOff(sent) : [];
}

export function afterAll(intents: readonly DeliveryIntent[], context: PlanningContext): PlanningContext {
  return { ...context, sent: intents.reduce(afterIntent, context.sent) };
}

/** What will have been sent once an intent is carried out: the state from which the next action is planned. */
export function afterIntent(sent: readonly Sent[], intent: DeliveryIntent): readonly Sent[] {
  const changed = (of: Sent, over: Partial<Sent>) =>
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
