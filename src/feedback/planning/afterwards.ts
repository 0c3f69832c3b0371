import type { Told } from './told.js';
import type { Standing, Wish } from './wish.js';

export function callOff(told: Told): Wish[] {
  return told.waiting === null ? [] : [{ do: 'callOff', of: told, adjustmentId: told.waiting.id }];
}

export function callOffRetraction(told: Told): Wish[] {
  return told.waiting?.kind === 'retract' ? callOff(told) : [];
}

export function afterAll(wishes: readonly Wish[], standing: Standing): Standing {
  return { ...standing, told: wishes.reduce(afterWish, standing.told) };
}

/** What will have been told when a wish has come true, for the actions that follow. */
export function afterWish(told: readonly Told[], wish: Wish): readonly Told[] {
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
