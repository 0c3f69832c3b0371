import type { Day } from '../../platform/values/day.js';
import { groupBy } from '../../platform/values/group.js';
import type { Ratio } from '../../platform/values/money.js';
import { type AccountArrStep, withoutLapses } from '../movements.js';

/** An account from its first ARR on. */
export interface CohortAccount {
  /** The month of its first ARR: `2026-03`. */
  readonly month: string;
  /** The dimension of its cohort; null if not known. */
  readonly key: string | null;
  /** Its ARR on its first day. */
  readonly first: bigint;
  /** Its ARR at the end of each month that is over, from the month of its first ARR on. */
  readonly closings: readonly bigint[];
}

export interface Cohort {
  readonly accounts: number;
  readonly first: bigint;
  /** Share of the first ARR, by months since; null if that month is over for no account. */
  readonly cells: readonly (Ratio | null)[];
  /** For how many accounts each month is over. */
  readonly cellAccounts: readonly number[];
}

interface Terms {
  readonly graceDays: number;
  /** Months that are not over on this day have no closing. */
  readonly today: Day;
  /** The number of months after the first. */
  readonly months: number;
}

/** @param steps all known steps of one account @returns null for an account that had no ARR until `today` */
export function cohortAccountOf(
  steps: readonly AccountArrStep[],
  key: string | null,
  { graceDays, today, months }: Terms,
): CohortAccount | null {
  const history = withoutLapses(steps, graceDays);
  const begin = history.find(({ arr }) => arr > 0n);
  if (begin === undefined || begin.on > today) return null;
  const beginning = monthOf(begin.on);
  // The present month has no closing yet.
  const last = Math.min(beginning + months, monthOf(today) - 1);
  const closings: bigint[] = [];
  let at = 0;
  for (let month = beginning; month <= last; month += 1) {
    while (at + 1 < history.length && monthOf(history[at + 1]!.on) <= month) at += 1;
    closings.push(history[at]!.arr);
  }
  return { month: begin.on.slice(0, 7), key, first: begin.arr, closings };
}

/** Numbers months consecutively. */
function monthOf(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
}

/** An account whose month is not over yet counts on neither side of its share. */
export function cohortOf(accounts: readonly CohortAccount[], months: number): Cohort {
  const mature = Array.from({ length: months + 1 }, (_, since) =>
    accounts.filter(({ closings }) => closings.length > since),
  );
  const cells = mature.map((of, since): Ratio | null => {
    const under = firstOf(of);
    return under === 0n ? null : { over: of.reduce((sum, { closings }) => sum + closings[since]!, 0n), under };
  });
  const cellAccounts = mature.map(({ length }) => length);
  return { accounts: accounts.length, first: firstOf(accounts), cells, cellAccounts };
}

function firstOf(accounts: readonly CohortAccount[]): bigint {
  return accounts.reduce((sum, { first }) => sum + first, 0n);
}

export function groupsOf(accounts: readonly CohortAccount[]): CohortAccount[][] {
  return [...groupBy(accounts, ({ month, key }) => JSON.stringify([month, key])).values()];
}
