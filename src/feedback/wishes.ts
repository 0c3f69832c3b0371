import type { Instant } from '../platform/instant.js';
import { type SideStage, STAGES, type Stage, type WithheldReason } from './delivery.js';
import type { Action } from './happening.js';
import { isSameMoney, isZero, type Money, zeroOf } from './money.js';
import type { Abilities, Transport } from './platform.js';
import { isGone, isGoneItself, isInHand, isMissing, isNothingBy, isOnItsWay, isStillHere, type Told } from './told.js';

/** What is known of a destination and a lead. */
export interface Standing {
  readonly abilities: Abilities;
  readonly windows: Transport['windows'];
  /** All that it was told of the lead. */
  readonly told: readonly Told[];
  /** Whether a rule of the destination tells a stage. */
  readonly asksFor: (stage: Stage | SideStage) => boolean;
  /** Whether a stage counts by the story of the lead. */
  readonly counts: (stage: Stage) => boolean;
  /** What is told of the worth of a stage by now; null where nothing is. */
  readonly worth: (stage: Stage) => Money | null;
  readonly leadCountedBy: 'touchline' | 'tag';
  /** By what the platform knows the lead that the tag counted; null where that is not known (`tagKeyOf`). */
  readonly tagKey: string | null;
  /** Whether something that stops telling is the last that became of the lead. */
  readonly isStopped: boolean;
  /** Of the settings: in which nothing is written where no value was told. */
  readonly currency: string;
  readonly now: Instant;
}

/** When it happened, and what it is worth now: the new value, or what is retained of it. */
export interface Happened {
  readonly at: Instant;
  readonly value: Money | null;
}

/** What the ledger is to do. */
export type Wish =
  | {
      readonly do: 'tell';
      readonly kind: 'conversion' | 'stage';
      readonly stage: Stage | SideStage;
      readonly revision: number;
      readonly eventAt: Instant;
      /** It waits out the quarantine of the destination. */
      readonly isQuarantined: boolean;
      /** Those have to leave first, or with it. */
      readonly after: readonly Stage[];
    }
  /** The tag has counted it: it stands in the ledger as accepted, under the tag's key, so that it can be taken back. */
  | { readonly do: 'adopt'; readonly stage: Stage; readonly key: string; readonly eventAt: Instant }
  /** Where the platform has not accepted yet what it changes, an adjustment waits until then. */
  | { readonly do: 'retract'; readonly of: Told }
  | {
      readonly do: 'restate';
      readonly of: Told;
      readonly value: Money;
      /** It stands in for a retraction: the platform goes on counting it. */
      readonly isCountWrong: boolean;
    }
  /** What waits does not leave: `superseded`, or withheld for the reason. */
  | { readonly do: 'cancel'; readonly of: Told; readonly withheld: WithheldReason | null }
  /** What somebody has in hand, or may have told, is cancelled where it turns out that it never left. */
  | { readonly do: 'recall'; readonly of: Told; readonly withheld: WithheldReason | null }
  /** It is to be told after all. */
  | { readonly do: 'keep'; readonly of: Told }
  /** What was cancelled, and may have been counted: told to its end under the same key. */
  | { readonly do: 'tellStill'; readonly of: Told }
  /** An adjustment that waits does not leave: what it would change stays as it is. */
  | { readonly do: 'callOff'; readonly of: Told; readonly adjustmentId: string }
  /** What waits leaves with another value. */
  | { readonly do: 'revalue'; readonly of: Told; readonly value: Money }
  | {
      readonly do: 'withhold';
      readonly kind: WishedKind;
      readonly stage: Stage | SideStage;
      readonly reason: WithheldReason;
    };
type WishedKind = 'conversion' | 'stage' | 'retract' | 'restate';

/** What is wanted of a destination, because of something that happened to a lead and by what it has been told so far. */
export function wishesFor(actions: readonly Action[], happened: Happened, standing: Standing): Wish[] {
  const all: Wish[] = [];
  let { told } = standing;
  for (const action of actions) {
    const wishes = wishesOf(action, happened, { ...standing, told });
    all.push(...wishes);
    told = wishes.reduce(afterWish, told);
  }
  return all;
}

function wishesOf(action: Action, happened: Happened, standing: Standing): Wish[] {
  switch (action.do) {
    case 'tell':
      return tell(action.stage, happened, standing);
    case 'aside':
      return takesAside(action.stage, standing.abilities) ? tell(action.stage, happened, standing) : [];
    case 'takeBack':
      return takeBack(action.stage, action.quietly === true, standing);
    case 'restate':
      return action.to === 'given'
        ? restate(action.stage, happened.value, false, standing)
        : worthNothing(action.stage, standing);
    case 'reduce':
      return happened.value === null || isZero(happened.value)
        ? takeBack(action.stage, false, standing)
        : restate(action.stage, happened.value, false, standing);
    case 'stop':
      return (
        standing.told
          // What may have been counted has to be told to its end, so that it can be taken back.
          .filter((told) => isOnItsWay(told) && !(told.mayHaveLeft && isNothingBy(told)) && !told.isRecalled)
          .map((of) => ({ do: isInHand(of) ? 'recall' : 'cancel', of, withheld: 'stopped' }))
      );
    case 'restore':
      return [
        ...standing.told.filter(isWaitingAside).map((of): Wish => ({ do: 'cancel', of, withheld: null })),
        ...restoreAll(action.next, happened, standing),
      ];
    default:
      return action satisfies never;
  }
}

/** What a platform hears of beside what it counts. */
export function takesAside(stage: SideStage, { freeStages, allEnds }: Abilities): boolean {
  return allEnds || (freeStages && stage !== 'recycle' && stage !== 'suppressed');
}

function isWaitingAside(told: Told): boolean {
  return kindOf(told.stage) === 'stage' && told.state === 'pending';
}

function tell(stage: Stage | SideStage, { at }: Happened, standing: Standing): Wish[] {
  const { abilities, asksFor, isStopped } = standing;
  if (!asksFor(stage)) return [];
  const kind = abilities.earlierStagesFirst ? 'stage' : kindOf(stage);
  if (isStopped) return [{ do: 'withhold', kind, stage, reason: 'stopped' }];
  const latest = latestOf(stage, standing);
  // A lead that comes back keeps its keys. Only what never left, or was taken back, is told anew.
  if (latest?.isRecalled === true) return [...callOffRetraction(latest), { do: 'keep', of: latest }];
  if (latest?.waiting?.kind === 'retract') {
    const calledOff = callOff(latest);
    if (!isGoneItself(latest)) return calledOff;
    return [...calledOff, ...tell(stage, { at, value: null }, afterAll(calledOff, standing))];
  }
  if (latest !== undefined && !isGone(latest)) return [];
  if (latest?.mayHaveLeft === true && !latest.isRetracted) return [{ do: 'tellStill', of: latest }];
  if (stage === 'lead' && standing.leadCountedBy === 'tag' && !isTakenBack(stage, standing)) {
    const { tagKey } = standing;
    if (tagKey !== null) return [{ do: 'adopt', stage, key: tagKey, eventAt: at }];
    return [{ do: 'withhold', kind, stage, reason: 'countedByTag' }];
  }
  const isOurs = (each: Stage) => asksFor(each) && !(each === 'lead' && standing.leadCountedBy === 'tag');
  const before = abilities.earlierStagesFirst ? earlierThan(stage).filter(isOurs) : [];
  const missing = before.filter((each) => isMissing(latestOf(each, standing)));
  const wishOf = (each: Stage | SideStage, revision: number, after: readonly Stage[]): Wish => ({
    do: 'tell',
    kind: kind === 'stage' ? 'stage' : kindOf(each),
    stage: each,
    revision,
    eventAt: at,
    isQuarantined: each === 'lead' && !abilities.retract,
    after,
  });
  return [
    ...missing.map((each) =>
      wishOf(
        each,
        (latestOf(each, standing)?.revision ?? 0) + 1,
        earlierThan(each).filter((one) => before.includes(one)),
      ),
    ),
    wishOf(stage, (latest?.revision ?? 0) + 1, before),
  ];
}

/** Whether what counted was taken back once: what counts from then on is told, whoever told the first. */
function isTakenBack(stage: Stage, { told }: Standing): boolean {
  return told.some((each) => each.stage === stage && each.isRetracted);
}

function takeBack(stage: Stage, quietly: boolean, standing: Standing): Wish[] {
  const told = countingOf(stage, standing);
  if (told === undefined) return [];
  const withheld = (reason: WithheldReason): Wish[] => [{ do: 'withhold', kind: 'retract', stage, reason }];
  const { retract, restate: canRestate } = standing.abilities;
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

function restate(stage: Stage, value: Money | null, quietly: boolean, standing: Standing): Wish[] {
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
function worthNothing(stage: Stage, standing: Standing): Wish[] {
  const valueNow = countingOf(stage, standing)?.valueNow ?? null;
  return valueNow === null ? [] : restate(stage, zeroOf(valueNow), true, standing);
}

function restoreAll(next: readonly Action[], happened: Happened, standing: Standing): Wish[] {
  const all: Wish[] = [];
  for (const stage of STAGES) {
    // With an earlier one, which goes first, this one is not missing any more.
    const isTold = all.some((wish) => wish.do === 'tell' && wish.stage === stage);
    if (!isTold) all.push(...restore(stage, next, happened, standing).filter((wish) => !isIn(all, wish)));
  }
  return all;
}

function isIn(wishes: readonly Wish[], wish: Wish): boolean {
  return wish.do === 'tell' && wishes.some((each) => each.do === 'tell' && each.stage === wish.stage);
}

/** What was taken back, or cancelled, is counted anew; what was made worth nothing gets its value back. */
function restore(stage: Stage, next: readonly Action[], happened: Happened, standing: Standing): Wish[] {
  const latest = latestOf(stage, standing);
  if (latest === undefined || !standing.counts(stage)) return [];
  const isNothing = latest.valueNow !== null && isZero(latest.valueNow) && !latest.isRetracted;
  const staysSo = next.some(
    (action) =>
      (action.do === 'takeBack' || (action.do === 'restate' && action.to === 'zero' && isNothing)) &&
      action.stage === stage,
  );
  if (staysSo) return [];
  const isCalledOff = latest.waiting !== null && (latest.isRetracted || isNothing);
  // Within the time that adjustments wait nothing has to be made good.
  if (isGone(latest) && (!isCalledOff || isGoneItself(latest)))
    return tell(stage, happened, { ...standing, isStopped: false });
  const kept: Wish[] = latest.isRecalled ? [{ do: 'keep', of: latest }] : [];
  const calledOff = isCalledOff ? callOff(latest) : [];
  const valueNow = isCalledOff ? latest.valueThere : latest.valueNow;
  const worth = standing.worth(stage);
  if (worth === null || valueNow === null || isSameMoney(worth, valueNow)) return [...kept, ...calledOff];
  return [...kept, ...calledOff, ...restate(stage, worth, true, afterAll(calledOff, standing))];
}

function callOff(told: Told): Wish[] {
  return told.waiting === null ? [] : [{ do: 'callOff', of: told, adjustmentId: told.waiting.id }];
}

function callOffRetraction(told: Told): Wish[] {
  return told.waiting?.kind === 'retract' ? callOff(told) : [];
}

function afterAll(wishes: readonly Wish[], standing: Standing): Standing {
  return { ...standing, told: wishes.reduce(afterWish, standing.told) };
}

/** What will have been told when a wish has come true, for the actions that follow. */
function afterWish(told: readonly Told[], wish: Wish): readonly Told[] {
  const changed = (of: Told, over: Partial<Told>) =>
    told.map((each) => (each.id === of.id ? { ...each, ...over } : each));
  switch (wish.do) {
    case 'tell':
    case 'adopt':
    case 'withhold':
      return told;
    case 'retract':
      return changed(wish.of, { isRetracted: true });
    case 'restate':
      return changed(wish.of, { valueNow: wish.value });
    case 'revalue':
      return changed(wish.of, { value: wish.value, valueNow: wish.value });
    case 'cancel':
      return changed(wish.of, { state: wish.withheld === null ? 'superseded' : 'withheld', isHidden: false });
    case 'recall':
      return changed(wish.of, { isRecalled: true });
    case 'keep':
      return changed(wish.of, { isRecalled: false });
    case 'tellStill':
      return changed(wish.of, { state: 'pending' });
    case 'callOff':
      return changed(wish.of, { isRetracted: false, valueNow: wish.of.valueThere, waiting: null });
    default:
      return wish satisfies never;
  }
}

function whyNot(told: Told, { windows, now }: Standing): WithheldReason | null {
  if (told.isRetracted) return 'alreadyRetracted';
  const isOver = windows.adjustmentMs !== null && now >= told.eventAt + windows.adjustmentMs;
  return isOver ? 'windowClosed' : null;
}

function kindOf(stage: Stage | SideStage): 'conversion' | 'stage' {
  return (STAGES as readonly string[]).includes(stage) ? 'conversion' : 'stage';
}

function latestOf(stage: Stage | SideStage, { told }: Standing): Told | undefined {
  return told
    .filter((each) => each.stage === stage)
    .reduce<Told | undefined>(
      (last, each) => (last === undefined || each.revision > last.revision ? each : last),
      undefined,
    );
}

/** The latest that counts, or may: what failed, expired or was withheld never did. */
function countingOf(stage: Stage, standing: Standing): Told | undefined {
  const latest = latestOf(stage, standing);
  if (latest === undefined) return undefined;
  return latest.isHidden || ['pending', 'leased', 'sent', 'accepted'].includes(latest.state) ? latest : undefined;
}

function earlierThan(stage: Stage | SideStage): Stage[] {
  const index = (STAGES as readonly string[]).indexOf(stage);
  return index === -1 ? [] : STAGES.slice(0, index);
}
