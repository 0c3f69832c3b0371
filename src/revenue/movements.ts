import { type Day, daysBetween } from '../platform/values/day.js';

/** The ARR of an account from a day on, in minor units, zero or more. A change on a day is in force on that day. */
export interface AccountArrStep {
  readonly on: Day;
  readonly arr: bigint;
  /** The part that came from other accounts on that day, with their contracts; negative if it went to them. */
  readonly transferred?: bigint;
}

/** The default grace: a customer who returns within so many days was never lost. */
export const GRACE_DAYS = 30;

/** The kinds of movements, in the order in which reports list them. */
export const MOVEMENT_KINDS = ['new', 'expansion', 'contraction', 'churn', 'reactivation'] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

/** A change of the ARR of an account. Contraction and churn are negative, as is a transfer to another account. */
export interface Movement {
  readonly on: Day;
  readonly kind: MovementKind | 'transfer';
  readonly amount: bigint;
}

/**
 * Removes the lapses from a history: through a gap of at most `graceDays`, from the first day without ARR to the day of
 * return, the ARR before it goes on, as a renewal that is signed late was no loss. A longer or open gap stays. What
 * went to another account is no gap: it goes on there.
 * @param steps of one account, by day, each day once; also those after the time of the report
 */
export function withoutLapses(steps: readonly AccountArrStep[], graceDays: number): readonly AccountArrStep[] {
  if (steps.every(({ arr }) => arr !== 0n)) return steps;
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

/** A gap: from this step on no ARR is left, although not all of it went to another account. */
interface Gap {
  readonly step: AccountArrStep;
  /** The ARR that did not go to another account. */
  readonly left: bigint;
}

function outcomeOf({ step, left }: Gap, hasLapsed: boolean): AccountArrStep[] {
  if (!hasLapsed) return [step];
  return step.transferred === undefined ? [] : [{ ...step, arr: left }];
}

/**
 * Returns the movements of the ARR of one account, step by step.
 * @param history without its lapses
 * @param isKnown whether the account had ARR before that history
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
