import type { Day } from '../../platform/values/day.js';
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

/** Adds up accounts, one by one. An account whose month is not over yet counts on neither side of its share. */
export class CohortTally {
  private accounts = 0;
  private first = 0n;
  private readonly closings: bigint[];
  /** The accounts for which so many months are over, and what they were first worth. */
  private readonly withMonths: { accounts: number; first: bigint }[];

  /** @param months the number of months after the first */
  constructor(months: number) {
    this.closings = Array.from({ length: months + 1 }, () => 0n);
    this.withMonths = Array.from({ length: months + 2 }, () => ({ accounts: 0, first: 0n }));
  }

  add({ first, closings }: CohortAccount): void {
    this.addFirst(closings.length, 1, first);
    for (let since = 0; since < closings.length; since += 1) this.closings[since]! += closings[since]!;
  }

  addAll(other: CohortTally): void {
    for (const [months, { accounts, first }] of other.withMonths.entries()) this.addFirst(months, accounts, first);
    for (const [since, closing] of other.closings.entries()) this.closings[since]! += closing;
  }

  cohort(): Cohort {
    const cells: (Ratio | null)[] = [];
    const cellAccounts: number[] = [];
    let [accounts, under] = [this.accounts, this.first];
    for (const [since, over] of this.closings.entries()) {
      accounts -= this.withMonths[since]!.accounts;
      under -= this.withMonths[since]!.first;
      cells.push(under === 0n ? null : { over, under });
      cellAccounts.push(accounts);
    }
    return { accounts: this.accounts, first: this.first, cells, cellAccounts };
  }

  private addFirst(months: number, accounts: number, first: bigint): void {
    this.accounts += accounts;
    this.first += first;
    this.withMonths[months]!.accounts += accounts;
    this.withMonths[months]!.first += first;
  }
}

/** The accounts of a month, or those with a key among them. */
export interface CohortGroup {
  readonly month: string;
  readonly key: string | null;
  readonly tally: CohortTally;
}

/** Adds up accounts by month and key, and yields after each. @param months as for `CohortTally` */
export function* cohortGroups<Account>(
  accounts: readonly Account[],
  months: number,
  read: (account: Account) => CohortAccount | null,
): Generator<void, CohortGroup[]> {
  const groups = new Map<string, CohortGroup>();
  for (const account of accounts) {
    const found = read(account);
    if (found !== null) {
      const { month, key } = found;
      const name = key === null ? month : `${month} ${key}`;
      const group = groups.get(name) ?? { month, key, tally: new CohortTally(months) };
      groups.set(name, group);
      group.tally.add(found);
    }
    yield;
  }
  return [...groups.values()];
}
