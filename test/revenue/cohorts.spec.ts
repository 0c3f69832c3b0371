import { describe, expect, it } from '@jest/globals';
import { roundedTo } from '../../src/platform/values/money.js';
import { type CohortAccount, CohortTally, cohortAccountOf } from '../../src/revenue/cohorts/cohort.js';
import { SurvivalTally, survivorOf } from '../../src/revenue/sales-debt/sales-debt.js';

const MONTHS = 5;
const stepsOf = (history: Readonly<Record<string, number>>) =>
  Object.entries(history).map(([on, arr]) => ({ on, arr: BigInt(arr) }));

/** Each is added up by itself, and then all together. */
function cohortOf(accounts: readonly CohortAccount[]) {
  const total = new CohortTally(MONTHS);
  for (const account of accounts) {
    const tally = new CohortTally(MONTHS);
    tally.add(account);
    total.addAll(tally);
  }
  return total.cohort();
}

describe('a cohort', () => {
  const terms = { graceDays: 30, today: '2026-05-01', months: MONTHS };
  const account = (history: Readonly<Record<string, number>>, today = terms.today) =>
    cohortAccountOf(stepsOf(history), null, { ...terms, today });
  const cells = (...histories: Readonly<Record<string, number>>[]) =>
    cohortOf(histories.map((history) => account(history)!)).cells.map((cell) => cell && roundedTo(4, cell));

  it('compares the end of each month with the first day, and leaves unfinished months empty', () => {
    expect(account({ '2026-01-15': 100, '2026-01-31': 90, '2026-03-01': 0 })).toEqual({
      month: '2026-01',
      key: null,
      first: 100n,
      closings: [90n, 90n, 0n, 0n],
    });
    expect(account({ '2026-01-15': 100 }, '2026-04-30')!.closings).toHaveLength(3);
    expect(cells({ '2026-01-15': 100, '2026-03-01': 0 })).toEqual(['1.0000', '1.0000', '0.0000', '0.0000', null, null]);
  });

  it('includes accounts that have lapsed, and those that return', () => {
    expect(account({ '2026-01-15': 100, '2026-02-20': 0, '2026-03-10': 50 })!.closings).toEqual([
      ...[100n, 100n, 50n, 50n],
    ]);
    expect(account({ '2026-01-15': 100, '2026-02-01': 0, '2026-04-10': 50 })!.closings).toEqual([100n, 0n, 0n, 50n]);
  });

  it('includes only accounts with ARR by today', () => {
    expect(account({})).toBeNull();
    expect(account({ '2026-01-01': 0 })).toBeNull();
    expect(account({ '2026-05-02': 1 })).toBeNull();
    expect(account({ '2026-05-01': 1 })).toMatchObject({ month: '2026-05', closings: [] });
  });

  it('over several months counts each account for the months it has completed', () => {
    const both = cells({ '2026-01-15': 100, '2026-02-01': 50 }, { '2026-03-15': 300 });
    expect(both).toEqual(['1.0000', '0.8750', '0.5000', '0.5000', null, null]);
  });
});

describe('what is left of a won contract', () => {
  const terms = { graceDays: 30, today: '2026-04-11', days: [0, 30, 90, 100] };
  const contract = (history: Readonly<Record<string, number>>) => survivorOf(terms)(stepsOf(history));

  it('is read on the day itself, once that day is over', () => {
    // The 100th day after 1 January is today.
    expect(contract({ '2026-01-01': 100, '2026-01-31': 40, '2026-04-01': 0 })!.live).toEqual([100n, 40n, 0n, null]);
    expect(contract({ '2026-01-01': 100, '2026-02-01': 40 })!.live[1]).toBe(100n);
  });

  it('is never more than was won', () => {
    expect(contract({ '2026-01-01': 100, '2026-01-10': 900 })).toEqual({ won: 100n, live: [100n, 100n, 100n, null] });
  });

  it('is not restored by additions after a loss', () => {
    expect(contract({ '2026-01-01': 100, '2026-01-10': 60, '2026-01-20': 110 })!.live[1]).toBe(60n);
    expect(contract({ '2026-01-01': 100, '2026-01-10': 0, '2026-02-20': 100 })!.live[2]).toBe(0n);
  });

  it('counts a short gap as no loss', () => {
    expect(contract({ '2026-01-01': 100, '2026-01-10': 0, '2026-01-20': 100 })!.live[1]).toBe(100n);
  });

  it('counts contracts that have not reached the day as unfinished', () => {
    const tallies = [{ '2026-01-01': 100, '2026-01-20': 0 }, { '2026-03-20': 50 }].map((history) => {
      const tally = new SurvivalTally(terms.days.length);
      tally.add(contract(history)!);
      return tally;
    });
    const total = new SurvivalTally(terms.days.length);
    for (const tally of tallies) total.addAll(tally);
    expect(total).toMatchObject({ contracts: 2, won: 150n });
    expect(total.on(0)).toMatchObject({ won: 150n, live: 150n, unfinished: 0 });
    expect(total.on(1)).toMatchObject({ won: 100n, live: 0n, unfinished: 1 });
    expect(total.on(3)).toMatchObject({ won: 0n, share: null, unfinished: 2 });
  });

  it('does not exist for a contract that never had ARR', () => {
    expect(contract({ '2026-01-01': 0 })).toBeNull();
  });
});
