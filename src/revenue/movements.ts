import { type Day, daysBetween } from '../platform/day.js';

/** The ARR of an account from a day on, in minor units, zero or more. What changes on a day is in force on that day. */
export interface ArrStep {
  readonly on: Day;
  readonly arr: bigint;
}

/** A customer who returns within so many days was never lost, unless somebody says otherwise. */
export const GRACE_DAYS = 30;

/** What moves ARR, in the order in which it is told. */
export const MOVEMENT_KINDS = ['new', 'expansion', 'contraction', 'churn', 'reactivation'] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

/** A change of the ARR of an account; contraction and churn are negative. */
export interface Movement {
  readonly on: Day;
  readonly kind: MovementKind;
  readonly amount: bigint;
}

/**
 * A history without its lapses: through a gap of at most `graceDays`, from the first day without ARR to the day of return,
 * the ARR before it goes on, as a renewal that is signed late was no loss. A longer gap, and one that nothing has ended,
 * stays.
 * @param steps of one account, by day, each day once; also what happens after the time that is looked at
 */
export function withoutLapses(steps: readonly ArrStep[], graceDays: number): ArrStep[] {
  const kept: ArrStep[] = [];
  let gap: ArrStep | null = null;
  for (const step of steps) {
    if (step.arr === 0n) gap ??= step;
    else {
      if (gap !== null && daysBetween(gap.on, step.on) > graceDays) kept.push(gap);
      gap = null;
      kept.push(step);
    }
  }
  if (gap !== null) kept.push(gap);
  return kept;
}

/** What moves the ARR of one account, step by step. @param history without its lapses */
export function movementsOf(history: readonly ArrStep[]): Movement[] {
  const movements: Movement[] = [];
  let before = 0n;
  let isKnown = false;
  for (const { on, arr } of history) {
    if (arr !== before) movements.push({ on, kind: kindOf(before, arr, isKnown), amount: arr - before });
    isKnown ||= arr > 0n;
    before = arr;
  }
  return movements;
}

function kindOf(before: bigint, after: bigint, isKnown: boolean): MovementKind {
  if (before === 0n) return isKnown ? 'reactivation' : 'new';
  if (after === 0n) return 'churn';
  return after > before ? 'expansion' : 'contraction';
}
