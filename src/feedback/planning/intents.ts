import { type SideStage, STAGES, type Stage, type WithheldReason } from '../delivery.js';
import { isSameMoney, isZero, type Money, zeroOf } from '../money.js';
import type { Abilities } from '../platform.js';
import {
  afterAll,
  afterIntent,
  callOffRetraction,
  cancelIntents,
  countingOf,
  type DeliveryIntent,
  earlierThan,
  isCertainlyUnsent,
  isGone,
  isGoneItself,
  isHandedOut,
  isMissing,
  isOnItsWay,
  isWorthNothing,
  kindOf,
  latestOf,
  mayBeThere,
  type Occurrence,
  type PlanningContext,
  type SentStage,
} from './delivery-intent.js';
import type { Action } from './trigger.js';

/** Sends a stage, and before it the earlier ones if the platform wants them first. */
function send(stage: Stage | SideStage, occurrence: Occurrence, context: PlanningContext): DeliveryIntent[] {
  const { abilities, asksFor, isStopped } = context;
  if (!asksFor(stage)) return [];
  const kind = abilities.earlierStagesFirst ? 'stage' : kindOf(stage);
  if (isStopped) return [{ do: 'withhold', kind, stage, reason: 'stopped' }];
  const latest = latestOf(stage, context);
  // A lead that comes back keeps its keys. Only what was never sent, or was taken back, is sent anew.
  if (latest?.isRecalled === true)
    return [...callOffRetraction(latest), ...earlierFirst(stage, occurrence, context), { do: 'keep', of: latest }];
  if (latest?.waiting?.kind === 'retract') {
    const calledOff = cancelIntents(latest);
    if (!isGoneItself(latest)) return calledOff;
    return [...calledOff, ...send(stage, { ...occurrence, value: null }, afterAll(calledOff, context))];
  }
  // The earlier stages may have been cancelled since.
  if (latest !== undefined && !isGone(latest)) return earlierFirst(stage, occurrence, context);
  if (latest !== undefined && mayBeThere(latest))
    return [...earlierFirst(stage, occurrence, context), { do: 'sendAgain', of: latest }];
  if (stage === 'lead' && context.leadCountedBy === 'tag' && !isTakenBack(stage, context)) {
    const { tagKey } = context;
    if (tagKey !== null) return [{ do: 'adopt', stage, key: tagKey, eventAt: occurrence.at }];
    return [{ do: 'withhold', kind, stage, reason: 'countedByTag' }];
  }
  return [...earlierFirst(stage, occurrence, context), sendAnew(stage, occurrence, context)];
}

/** Sends the earlier stages that are not on their way. */
function earlierFirst(stage: Stage | SideStage, occurrence: Occurrence, context: PlanningContext): DeliveryIntent[] {
  const before = firstOf(stage, context);
  const earlier = before.flatMap((each) => latestOf(each, context) ?? []);
  return [
    ...earlier.filter(({ isRecalled }) => isRecalled).map((of): DeliveryIntent => ({ do: 'keep', of })),
    ...earlier.filter(mayBeThere).map((of): DeliveryIntent => ({ do: 'sendAgain', of })),
    ...before.filter((each) => isMissing(latestOf(each, context))).map((each) => sendAnew(each, occurrence, context)),
  ];
}

/** Returns the stages that the platform wants before this one, as far as this destination sends them. */
function firstOf(stage: Stage | SideStage, { abilities, asksFor, leadCountedBy }: PlanningContext): Stage[] {
  if (!abilities.earlierStagesFirst) return [];
  return earlierThan(stage).filter((each) => asksFor(each) && !(each === 'lead' && leadCountedBy === 'tag'));
}

function sendAnew(stage: Stage | SideStage, { at }: Occurrence, context: PlanningContext): DeliveryIntent {
  const { abilities } = context;
  return {
    do: 'send',
    kind: abilities.earlierStagesFirst ? 'stage' : kindOf(stage),
    stage,
    revision: (latestOf(stage, context)?.revision ?? 0) + 1,
    eventAt: at,
    isQuarantined: stage === 'lead' && !abilities.retract,
  };
}

/** Reports whether a stage was retracted once: from then on Touchline sends it, even if the tag counted the first. */
function isTakenBack(stage: Stage, { sent }: PlanningContext): boolean {
  return sent.some((each) => each.stage === stage && each.isRetracted);
}

/** Stops a stage from counting. @param quietly records nothing in the ledger if the platform cannot retract */
function takeBack(stage: Stage, quietly: boolean, context: PlanningContext): DeliveryIntent[] {
  const { retract, restate: canRestate } = context.abilities;
  const sent = countingOf(stage, context);
  if (sent === undefined) return retract || canRestate ? takeBackInDoubt(stage, context) : [];
  const withheld = (reason: WithheldReason): DeliveryIntent[] => [{ do: 'withhold', kind: 'retract', stage, reason }];
  // What has not been sent is cancelled, which needs no retraction.
  if (isCertainlyUnsent(sent) || ((sent.state === 'pending' || sent.isHidden) && !retract && !canRestate))
    return [...cancelIntents(sent), { do: 'cancel', of: sent, withheld: null }];
  const recalls: DeliveryIntent[] =
    (isHandedOut(sent) || sent.state === 'pending') && !sent.isRecalled
      ? [{ do: 'recall', of: sent, withheld: null }]
      : [];
  if (!retract && !canRestate) return [...recalls, ...(quietly ? [] : withheld('platformCannotRetract'))];
  if (sent.waiting?.kind === 'retract') return [];
  const reason = whyNot(sent, context);
  if (reason !== null) return withheld(reason);
  if (retract) return [...recalls, ...cancelIntents(sent), { do: 'retract', of: sent }];
  // The value is zero already; the platform's count stays wrong.
  if (sent.valueNow !== null && isZero(sent.valueNow)) return recalls;
  const value = zeroOf(sent.valueNow ?? { amount: '0', currency: context.currency });
  return [...recalls, ...cancelIntents(sent), { do: 'restate', of: sent, value, isCountWrong: true }];
}

/** Retracts a cancelled stage that may have been sent: it is sent again until its result is known, then retracted. */
function takeBackInDoubt(stage: Stage, context: PlanningContext): DeliveryIntent[] {
  const latest = latestOf(stage, context);
  if (latest === undefined || !mayBeThere(latest)) return [];
  const still: DeliveryIntent[] = [{ do: 'sendAgain', of: latest }];
  return [...still, ...takeBack(stage, true, afterAll(still, context))];
}

/** Changes the value of a stage that counts. @param quietly if the platform cannot restate, records nothing */
function restate(stage: Stage, value: Money | null, quietly: boolean, context: PlanningContext): DeliveryIntent[] {
  const sent = countingOf(stage, context);
  if (sent === undefined) return [];
  const withheld = (reason: WithheldReason): DeliveryIntent[] => [{ do: 'withhold', kind: 'restate', stage, reason }];
  if (value === null) return withheld('valueMissing');
  if (sent.valueNow !== null && isSameMoney(sent.valueNow, value)) return [];
  if (isCertainlyUnsent(sent)) return [...cancelIntents(sent), { do: 'revalue', of: sent, value }];
  if (!context.abilities.restate) return quietly ? [] : withheld('platformCannotRestate');
  const reason = whyNot(sent, context);
  if (reason !== null) return withheld(reason);
  // The platform has this value once the waiting adjustment is called off.
  if (sent.waiting !== null && sent.valueThere !== null && isSameMoney(sent.valueThere, value))
    return cancelIntents(sent);
  return [...cancelIntents(sent), { do: 'restate', of: sent, value, isCountWrong: false }];
}

/** Sets the value of a stage to zero; a stage that was sent without a value has none to lose. */
function worthNothing(stage: Stage, context: PlanningContext): DeliveryIntent[] {
  const valueNow = countingOf(stage, context)?.valueNow ?? null;
  return valueNow === null ? [] : restate(stage, zeroOf(valueNow), true, context);
}

function whyNot(sent: SentStage, { windows, now }: PlanningContext): WithheldReason | null {
  if (sent.isRetracted) return 'alreadyRetracted';
  const isOver = windows.adjustmentMs !== null && now >= sent.eventAt + windows.adjustmentMs;
  return isOver ? 'windowClosed' : null;
}

/** Counts again all stages that count by the events of the lead. @param next the actions that follow */
function restoreAll(next: readonly Action[], occurrence: Occurrence, context: PlanningContext): DeliveryIntent[] {
  const all: DeliveryIntent[] = [];
  for (const stage of STAGES) {
    // An earlier stage may have added this one.
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
  // While the adjustment waits, calling it off is enough.
  if (isGone(latest) && (!isCalledOff || isGoneItself(latest)))
    return atItsWorth(stage, send(stage, occurrence, { ...context, isStopped: false }), context);
  const kept: DeliveryIntent[] = latest.isRecalled ? [{ do: 'keep', of: latest }] : [];
  const calledOff = isCalledOff ? cancelIntents(latest) : [];
  const valueNow = isCalledOff ? latest.valueThere : latest.valueNow;
  const worth = context.worth(stage);
  if (worth === null || valueNow === null || isSameMoney(worth, valueNow)) return [...kept, ...calledOff];
  return [...kept, ...calledOff, ...restate(stage, worth, true, afterAll(calledOff, context))];
}

/** A stage that is sent again keeps the value that it had, and is restated to its present one. */
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
          // What may have been counted must be sent until its result is known, so that it can be retracted.
          .filter((sent) => isOnItsWay(sent) && !(sent.mayHaveLeft && isWorthNothing(sent)) && !sent.isRecalled)
          .map((of) => ({ do: isHandedOut(of) ? 'recall' : 'cancel', of, withheld: 'stopped' }))
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

/** Reports whether a platform accepts a stage that is no conversion. */
export function takesAside(stage: SideStage, { freeStages, allEnds }: Abilities): boolean {
  return allEnds || (freeStages && stage !== 'recycle' && stage !== 'suppressed');
}

function isWaitingAside(sent: SentStage): boolean {
  return kindOf(sent.stage) === 'stage' && sent.state === 'pending';
}
