import type { Day } from '../../platform/day.js';
import { groupBy } from '../../platform/group.js';
import type { Ratio } from '../../platform/money.js';
import { type AccountArrStep, withoutLapses } from '../movements.js';

/** An account from its first ARR on. */
export interface CohortAccount {
  /** The month of its first ARR: `2026-03`. */
  readonly month: string;
  /** What its cohort is told apart by; null where nobody knows. */
  readonly key: string | null;
  /** What it was worth on its first day. */
  readonly first: bigint;
  /** What it is worth at the end of each month since, that of its first ARR included, as far as these are over. */
  readonly closings: readonly bigint[];
}

/** What accounts come to that have their first ARR in common, or something else. */
export interface Cohort {
  readonly accounts: number;
  readonly first: bigint;
  /** By months since: null where no such month is over yet. */
  readonly cells: readonly (Ratio | null)[];
}

interface Terms {
  readonly graceDays: number;
  /** Months that are not over on this day have no closing. */
  readonly today: Day;
  /** So many are looked at beside the first. */
  readonly months: number;
}

/** @param steps of one account, all that are known @returns null of an account that never had ARR by then */
export function cohortAccountOf(
  steps: readonly AccountArrStep[],
  key: string | null,
  { graceDays, today, months }: Terms,
): CohortAccount | null {
  const history = withoutLapses(steps, graceDays);
  const begin = history.find(({ arr }) => arr > 0n);
  if (begin === undefined || begin.on > today) return null;
  const beginning = monthOf(begin.on);
  // Of the present month nobody knows yet how it ends.
  const last = Math.min(beginning + months, monthOf(today) - 1);
  const closings: bigint[] = [];
  let at = 0;
  for (let month = beginning; month <= last; month += 1) {
    while (at + 1 < history.length && monthOf(history[at + 1]!.on) <= month) at += 1;
    closings.push(history[at]!.arr);
  }
  return { month: begin.on.slice(0, 7), key, first: begin.arr, closings };
}

/** Months as numbers, one after the other. */
function monthOf(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}

/** Accounts for whom a month is not over yet count on neither side of its share. */
export function cohortOf(accounts: readonly CohortAccount[], months: number): Cohort {
  const cells = Array.from({ length: months + 1 }, (_, since): Ratio | null => {
    const mature = accounts.filter(({ closings }) => closings.length > since);
    const under = mature.reduce((sum, { first }) => sum + first, 0n);
    return under === 0n ? null : { over: mature.reduce((sum, { closings }) => sum + closings[since]!, 0n), under };
  });
  return { accounts: accounts.length, first: accounts.reduce((sum, { first }) => sum + first, 0n), cells };
}

/** Those of one month and key together. */
export function groupsOf(accounts: readonly CohortAccount[]): CohortAccount[][] {
  return [...groupBy(accounts, ({ month, key }) => JSON.stringify([month, key])).values()];
}
