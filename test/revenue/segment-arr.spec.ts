import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LINE_KINDS } from '../../src/forms/contract-lines.dto.js';
import { daysAfter, monthsAfter, wholeMonthsOf } from '../../src/platform/values/day.js';
import { round } from '../../src/platform/values/money.js';
import { arrOf, hasArr } from '../../src/revenue/contracts/segment-arr.js';
import { runs } from '../support/runs.js';

const RUNS = { numRuns: runs(200, 1_000) };
const day = fc.integer({ min: 0, max: 20_000 }).map((days) => daysAfter('1990-01-01', days));
const amount = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const arrIn = (from: string, to: string | null, euros: number) => arrOf({ from, to, amount: BigInt(euros * 100) });

describe('the ARR of a segment', () => {
  it('is one year of a segment of several years, never all of it', () => {
    expect(arrIn('2026-01-01', '2028-12-31', 54_000)).toBe(18_000_00n);
  });

  it('is a full year of an upsell that ends with its contract after half a year', () => {
    expect(arrIn('2026-07-01', '2026-12-31', 3_000)).toBe(6_000_00n);
  });

  it('is calculated for each step of a ramp, without an average', () => {
    const steps = [12_000, 18_000, 24_000].map((each, year) =>
      arrIn(`${2026 + year}-04-01`, `${2027 + year}-03-31`, each),
    );
    expect(steps).toEqual([12_000_00n, 18_000_00n, 24_000_00n]);
  });

  it('is calculated by days where months are not whole, including both ends', () => {
    expect(arrIn('2026-01-01', '2026-01-10', 100)).toBe(3_650_00n);
    expect(arrIn('2026-01-01', '2026-01-01', 1)).toBe(365_00n);
    // 366 days of a leap year are twelve months, a day more is not.
    expect(arrIn('2028-01-01', '2028-12-31', 12_000)).toBe(12_000_00n);
    expect(arrIn('2028-01-01', '2029-01-01', 12_000)).toBe(11_934_60n);
  });

  it('is the stated amount if there is one', () => {
    const said = { from: '2026-01-01', to: '2026-12-31', amount: 12_000_00n, arr: 11_000_00n };
    expect(arrOf(said)).toBe(11_000_00n);
    expect(arrOf({ ...said, arr: 0n })).toBe(0n);
    expect(arrOf({ ...said, arr: null })).toBe(12_000_00n);
  });

  it('is unknown without an end, unless it is stated', () => {
    expect(arrIn('2026-01-01', null, 1_000)).toBeNull();
    expect(arrOf({ from: '2026-01-01', to: null, amount: 0n, arr: 5n })).toBe(5n);
  });

  it('is rounded once, half away from zero', () => {
    expect(arrOf({ from: '2026-01-01', to: '2026-08-31', amount: 1n })).toBe(2n);
    expect(arrOf({ from: '2026-01-01', to: '2026-08-31', amount: -1n })).toBe(-2n);
    expect(arrOf({ from: '2026-01-01', to: '2026-07-31', amount: 10n })).toBe(17n);
  });

  it('of n whole months is its amount / n × 12', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 120 }), amount, (from, months, worth) => {
        const to = daysAfter(monthsAfter(from, months), -1);
        expect(arrOf({ from, to, amount: worth })).toBe(round({ over: worth * 12n, under: BigInt(months) }));
      }),
      RUNS,
    );
  });

  it('of other spans is its amount / days × 365', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 4_000 }), amount, (from, days, worth) => {
        const to = daysAfter(from, days - 1);
        fc.pre(!Array.from({ length: 140 }, (_, n) => monthsAfter(from, n + 1)).includes(daysAfter(to, 1)));
        expect(arrOf({ from, to, amount: worth })).toBe(round({ over: worth * 365n, under: BigInt(days) }));
      }),
      RUNS,
    );
  });
});

describe('whole months', () => {
  it('begin on any day, and end with the month where it has no such day', () => {
    expect(wholeMonthsOf('2026-01-15', '2026-04-14')).toBe(3);
    expect(wholeMonthsOf('2027-01-31', '2027-02-27')).toBe(1);
    expect(wholeMonthsOf('2028-01-31', '2028-02-28')).toBe(1);
    expect(wholeMonthsOf('2027-01-31', '2027-03-30')).toBe(2);
  });

  it('are none if a day is missing or too many', () => {
    expect(wholeMonthsOf('2026-01-15', '2026-04-13')).toBeNull();
    expect(wholeMonthsOf('2026-01-15', '2026-04-15')).toBeNull();
    expect(wholeMonthsOf('2026-01-15', '2026-01-15')).toBeNull();
    expect(wholeMonthsOf('2027-01-31', '2027-02-28')).toBeNull();
  });
});

it('only recurring lines and commitments have ARR', () => {
  expect(LINE_KINDS.filter(hasArr)).toEqual(['recurring', 'commitment']);
});
