import { type Day, daysBetween } from '../platform/day.js';

/** The ARR of an account from a day on, in minor units, zero or more. What changes on a day is in force on that day. */
export interface AccountArrStep {
  readonly on: Day;
  readonly arr: bigint;
  /** What of it came from other accounts on that day, with their contracts; negative for what went to them. */
  readonly transferred?: bigint;
}

/** A customer who returns within so many days was never lost, unless somebody says otherwise. */
export const GRACE_DAYS = 30;

/** What moves ARR, in the order in which it is told. */
export const MOVEMENT_KINDS = ['new', 'expansion', 'contraction', 'churn', 'reactivation'] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

/** A change of the ARR of an account; contraction and churn are negative, and a transfer is where it goes to another one. */
interface Movement {
  readonly on: Day;
  readonly kind: MovementKind | 'transfer';
  readonly amount: bigint;
}

/**
 * A history without its lapses: through a gap of at most `graceDays`, from the first day without ARR to the day of return,
 * the ARR before it goes on, as a renewal that is signed late was no loss. A longer gap, and one that nothing has ended,
 * stays. What went to another account is no gap: it goes on there.
 * @param steps of one account, by day, each day once; also what happens after the time that is looked at
 */
export function withoutLapses(steps: readonly AccountArrStep[], graceDays: number): AccountArrStep[] {
  const kept: AccountArrStep[] = [];
  let gap: Gap | null = null;
  for (const step of steps) {
    if (step.arr === 0n) {
      if (gap !== null) continue;
      const left = (kept.at(-1)?.arr ?? 0n) + (step.transferred ?? 0n);
      if (left === 0n) kept.push(step);
      else gap = { step, left };
    } else {
      if (gap !== null) kept.push(...outcomeOf(gap, daysBetween(gap.step.on, step.on) <= graceDays));
      gap = null;
      kept.push(step);
    }
  }
  if (gap !== null) kept.push(gap.step);
  return kept;
}

/** From a step on which nothing is left, although not all of it went to another account. */
interface Gap {
  readonly step: AccountArrStep;
  /** What did not. */
  readonly left: bigint;
}

function outcomeOf({ step, left }: Gap, hasLapsed: boolean): AccountArrStep[] {
  if (!hasLapsed) return [step];
  return step.transferred === undefined ? [] : [{ ...step, arr: left }];
}

/**
 * What moves the ARR of one account, step by step.
 * @param history without its lapses
 * @param isKnown whether it had ARR before that history
 */
export function movementsOf(history: readonly AccountArrStep[], isKnown = false): Movement[] {
  const movements: Movement[] = [];
  let before = 0n;
  let hadArr = isKnown;
  for (const { on, arr, transferred = 0n } of history) {
    if (transferred !== 0n) movements.push({ on, kind: 'transfer', amount: transferred });
    before += transferred;
    hadArr ||= before > 0n;
    if (arr !== before) movements.push({ on, kind: kindOf(before, arr, hadArr), amount: arr - before });
    hadArr ||= arr > 0n;
    before = arr;
  }
  return movements;
}

function kindOf(before: bigint, after: bigint, isKnown: boolean): MovementKind {
  if (before === 0n) return isKnown ? 'reactivation' : 'new';
  if (after === 0n) return 'churn';
  return after > before ? 'expansion' : 'contraction';
}
