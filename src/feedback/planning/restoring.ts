import { STAGES, type Stage } from '../delivery.js';
import { isSameMoney, isZero } from '../money.js';
import { afterAll, callOff } from './afterwards.js';
import type { Action } from './happening.js';
import { restate } from './taking-back.js';
import { tell } from './telling.js';
import { isGone, isGoneItself } from './told.js';
import { type Happened, latestOf, type Standing, type Wish } from './wish.js';

/** What counts by the story of the lead counts anew. @param next what follows besides */
export function restoreAll(next: readonly Action[], happened: Happened, standing: Standing): Wish[] {
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
  // What does not leave is worth nothing to nobody.
  const isNothing = latest.valueNow !== null && isZero(latest.valueNow) && !isGone(latest);
  const staysSo = next.some(
    (action) =>
      (action.do === 'takeBack' || (action.do === 'restate' && action.to === 'zero' && isNothing)) &&
      action.stage === stage,
  );
  if (staysSo) return [];
  const isCalledOff = latest.waiting !== null && (latest.isRetracted || isNothing);
  // Within the time that adjustments wait nothing has to be made good.
  if (isGone(latest) && (!isCalledOff || isGoneItself(latest)))
    return atItsWorth(stage, tell(stage, happened, { ...standing, isStopped: false }), standing);
  const kept: Wish[] = latest.isRecalled ? [{ do: 'keep', of: latest }] : [];
  const calledOff = isCalledOff ? callOff(latest) : [];
  const valueNow = isCalledOff ? latest.valueThere : latest.valueNow;
  const worth = standing.worth(stage);
  if (worth === null || valueNow === null || isSameMoney(worth, valueNow)) return [...kept, ...calledOff];
  return [...kept, ...calledOff, ...restate(stage, worth, true, afterAll(calledOff, standing))];
}

/** What may have been told goes on with the value that it had then, and is restated to what it is worth by now. */
function atItsWorth(stage: Stage, again: readonly Wish[], standing: Standing): Wish[] {
  const isStill = again.some((wish) => wish.do === 'tellStill' && wish.of.stage === stage);
  const after = afterAll(again, standing);
  const worth = standing.worth(stage);
  const isValued = worth !== null && (latestOf(stage, after)?.valueNow ?? null) !== null;
  return isStill && isValued ? [...again, ...restate(stage, worth, true, after)] : [...again];
}
