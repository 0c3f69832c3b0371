import type { SideStage } from '../delivery.js';
import { isZero } from '../money.js';
import type { Abilities } from '../platform.js';
import { afterWish } from './afterwards.js';
import type { Action } from './happening.js';
import { restoreAll } from './restoring.js';
import { restate, takeBack, worthNothing } from './taking-back.js';
import { tell } from './telling.js';
import { isInHand, isNothingBy, isOnItsWay, type Told } from './told.js';
import { type Happened, kindOf, type Standing, type Wish } from './wish.js';

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
