import type { Instant } from '../platform/instant.js';
import { type DeliveryState, type SideStage, STAGES, type Stage, type WithheldReason } from './delivery.js';
import type { Action } from './happening.js';
import { isSameMoney, isZero, type Money, zeroOf } from './money.js';
import type { Abilities, Transport } from './platform.js';

/** What a platform was told of a stage of a lead, or is to be told: a row of the ledger that is no adjustment. */
export interface Told {
  readonly id: string;
  readonly stage: Stage | SideStage;
  readonly revision: number;
  readonly state: DeliveryState;
  /** It waits, but somebody has had it before and never said what became of it: it may have been told. */
  readonly mayHaveLeft: boolean;
  readonly eventAt: Instant;
  /** As it was told first. */
  readonly value: Money | null;
  /** As it stands after all restatements, also such as still wait. */
  readonly valueNow: Money | null;
  /** Also by a retraction that still waits. */
  readonly isRetracted: boolean;
  /** An adjustment of it that has not left, and can be called off. */
  readonly waiting: { readonly id: string; readonly kind: 'retract' | 'restate' } | null;
}

/** What is known of a destination and a lead. */
export interface Standing {
  readonly abilities: Abilities;
  readonly windows: Transport['windows'];
  /** All that it was told of the lead. */
  readonly told: readonly Told[];
  /** Whether a rule of the destination tells a stage. */
  readonly asksFor: (stage: Stage | SideStage) => boolean;
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
          .filter((told) => told.state === 'pending' && !(told.mayHaveLeft && isNothingBy(told)))
          .map((of) => ({ do: 'cancel', of, withheld: 'stopped' }))
      );
    case 'restore':
      return [
        ...standing.told.filter(isWaitingAside).map((of): Wish => ({ do: 'cancel', of, withheld: null })),
        ...RESTORED.flatMap((stage) => restore(stage, action.next, happened, standing)),
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

/** A win that was taken back is reported anew where it was one. */
const RESTORED = STAGES.filter((stage) => stage !== 'won');

function tell(stage: Stage | SideStage, { at }: Happened, standing: Standing): Wish[] {
  const { abilities, asksFor, isStopped } = standing;
  if (!asksFor(stage)) return [];
  const kind = abilities.earlierStagesFirst ? 'stage' : kindOf(stage);
  if (isStopped) return [{ do: 'withhold', kind, stage, reason: 'stopped' }];
  const latest = latestOf(stage, standing);
  // A lead that comes back keeps its keys. Only what never left, or was taken back, is told anew.
  if (latest !== undefined && !isGone(latest)) return [];
  if (stage === 'lead' && standing.leadCountedBy === 'tag' && latest?.isRetracted !== true) {
    const { tagKey } = standing;
    if (tagKey !== null) return [{ do: 'adopt', stage, key: tagKey, eventAt: at }];
    return [{ do: 'withhold', kind, stage, reason: 'countedByTag' }];
  }
  const before = abilities.earlierStagesFirst ? earlierThan(stage).filter((each) => asksFor(each)) : [];
  const missing = before.filter((each) => latestOf(each, standing) === undefined);
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
        1,
        earlierThan(each).filter((one) => before.includes(one)),
      ),
    ),
    wishOf(stage, (latest?.revision ?? 0) + 1, before),
  ];
}

function takeBack(stage: Stage, quietly: boolean, standing: Standing): Wish[] {
  const told = countingOf(stage, standing);
  if (told === undefined) return [];
  const withheld = (reason: WithheldReason): Wish[] => [{ do: 'withhold', kind: 'retract', stage, reason }];
  const { retract, restate: canRestate } = standing.abilities;
  // The cheapest retraction of all.
  if (isStillHere(told) || (told.state === 'pending' && !retract && !canRestate))
    return [{ do: 'cancel', of: told, withheld: null }];
  if (!retract && !canRestate) return quietly ? [] : withheld('platformCannotRetract');
  if (told.waiting?.kind === 'retract') return [];
  const reason = whyNot(told, standing);
  if (reason !== null) return withheld(reason);
  if (retract) return [...callOff(told), { do: 'retract', of: told }];
  // Of what is worth nothing already only the count is wrong, and stays so.
  if (told.valueNow !== null && isZero(told.valueNow)) return [];
  const value = zeroOf(told.valueNow ?? { amount: '0', currency: standing.currency });
  return [...callOff(told), { do: 'restate', of: told, value, isCountWrong: true }];
}

function restate(stage: Stage, value: Money | null, quietly: boolean, standing: Standing): Wish[] {
  const told = countingOf(stage, standing);
  if (told === undefined) return [];
  const withheld = (reason: WithheldReason): Wish[] => [{ do: 'withhold', kind: 'restate', stage, reason }];
  if (value === null) return withheld('valueMissing');
  if (told.valueNow !== null && isSameMoney(told.valueNow, value)) return [];
  if (isStillHere(told)) return [{ do: 'revalue', of: told, value }];
  if (!standing.abilities.restate) return quietly ? [] : withheld('platformCannotRestate');
  const reason = whyNot(told, standing);
  return reason === null
    ? [...callOff(told), { do: 'restate', of: told, value, isCountWrong: false }]
    : withheld(reason);
}

/** A stage that was told without a value has none to lose. */
function worthNothing(stage: Stage, standing: Standing): Wish[] {
  const valueNow = countingOf(stage, standing)?.valueNow ?? null;
  return valueNow === null ? [] : restate(stage, zeroOf(valueNow), true, standing);
}

/** What was taken back, or cancelled, is counted anew; what was made worth nothing gets its value back. */
function restore(stage: Stage, next: readonly Action[], happened: Happened, standing: Standing): Wish[] {
  const latest = latestOf(stage, standing);
  if (latest === undefined) return [];
  const isNothing = latest.valueNow !== null && isZero(latest.valueNow) && !latest.isRetracted;
  const staysSo = next.some(
    (action) =>
      (action.do === 'takeBack' || (action.do === 'restate' && action.to === 'zero' && isNothing)) &&
      action.stage === stage,
  );
  if (staysSo) return [];
  // Within the time that adjustments wait nothing has to be made good.
  const isTakenBack = latest.isRetracted || isNothing;
  if (isTakenBack && latest.waiting !== null) return callOff(latest);
  if (isGone(latest)) return tell(stage, happened, { ...standing, isStopped: false });
  return isNothing && latest.value !== null && !isZero(latest.value)
    ? restate(stage, latest.value, true, standing)
    : [];
}

function callOff(told: Told): Wish[] {
  return told.waiting === null ? [] : [{ do: 'callOff', of: told, adjustmentId: told.waiting.id }];
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
      return changed(wish.of, { state: wish.withheld === null ? 'superseded' : 'withheld' });
    case 'callOff':
      return changed(wish.of, { isRetracted: false, valueNow: wish.of.value, waiting: null });
    default:
      return wish satisfies never;
  }
}

function whyNot(told: Told, { windows, now }: Standing): WithheldReason | null {
  if (told.isRetracted) return 'alreadyRetracted';
  const isOver = windows.adjustmentMs !== null && now >= told.eventAt + windows.adjustmentMs;
  return isOver ? 'windowClosed' : null;
}

/** It counts no longer, or is worth nothing, once all that waits has been told. */
function isNothingBy({ isRetracted, valueNow }: Told): boolean {
  return isRetracted || (valueNow !== null && isZero(valueNow));
}

function isStillHere({ state, mayHaveLeft }: Told): boolean {
  return state === 'pending' && !mayHaveLeft;
}

function isGone({ state, isRetracted }: Told): boolean {
  return isRetracted || state === 'superseded' || state === 'withheld';
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
  return latest !== undefined && ['pending', 'leased', 'sent', 'accepted'].includes(latest.state) ? latest : undefined;
}

function earlierThan(stage: Stage | SideStage): Stage[] {
  const index = (STAGES as readonly string[]).indexOf(stage);
  return index === -1 ? [] : STAGES.slice(0, index);
}
