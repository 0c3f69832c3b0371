import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { daysAfter, monthsAfter } from '../../src/platform/values/day.js';
import { monthsFollowing, monthsOfTerm } from '../../src/revenue/contracts/term-months.js';

/** The first days of terms that follow each other, from the first on. */
function beginsFrom(startsOn: string, months: number, count: number): string[] {
  const terms = [{ startsOn }];
  let end = daysAfter(monthsAfter(startsOn, months), -1);
  while (terms.length < count) {
    const next = monthsFollowing(terms, end, months);
    expect(monthsOfTerm([...terms, { startsOn: next.from }], next.to)).toBe(months);
    terms.push({ startsOn: next.from });
    end = next.to;
  }
  return terms.map((term) => term.startsOn);
}

describe('terms that follow each other', () => {
  it('begin on the last day of each month, if the first began on the 31st', () => {
    expect(beginsFrom('2027-01-31', 1, 14)).toEqual([
      ...['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30', '2027-05-31', '2027-06-30', '2027-07-31'],
      ...['2027-08-31', '2027-09-30', '2027-10-31', '2027-11-30', '2027-12-31', '2028-01-31', '2028-02-29'],
    ]);
  });

  it('last a year, if the first began on 29 February', () => {
    expect(beginsFrom('2028-02-29', 12, 6)).toEqual([
      ...['2028-02-29', '2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29', '2033-02-28'],
    ]);
  });

  it('are counted from a signed term that begins on another day', () => {
    const terms = [{ startsOn: '2027-01-31' }, { startsOn: '2027-02-28' }, { startsOn: '2027-03-15' }];
    expect(monthsFollowing(terms, '2027-04-14', 1)).toEqual({ from: '2027-04-15', to: '2027-05-14', months: 1 });
    expect(monthsOfTerm(terms.slice(0, 2), '2027-03-14')).toBeNull();
  });

  it('go on as they were, if they have been counted from the 28th so far', () => {
    const terms = [{ startsOn: '2027-01-31' }, { startsOn: '2027-02-28' }, { startsOn: '2027-03-28' }];
    expect(monthsOfTerm(terms, '2027-04-27')).toBe(1);
    expect(monthsFollowing(terms, '2027-04-27', 1)).toEqual({ from: '2027-04-28', to: '2027-05-27', months: 1 });
  });

  it('begin whole months after the first, however many there were', () => {
    const days = fc.integer({ min: 0, max: 3_000 }).map((days) => daysAfter('2024-01-01', days));
    const law = fc.property(
      days,
      fc.integer({ min: 1, max: 24 }),
      fc.integer({ min: 2, max: 20 }),
      (first, months, count) => {
        const begins = beginsFrom(first, months, count);
        expect(begins).toEqual(begins.map((_, place) => monthsAfter(first, place * months)));
      },
    );
    fc.assert(law);
  });
});
