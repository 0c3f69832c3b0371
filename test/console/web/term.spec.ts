import { describe, expect, it } from '@jest/globals';
import { dayAfter, lastDayAfter, soldForWords, wholeMonths } from '../../../src/console/web/deals/term.js';

/** As the browser writes an amount. */
const euros = (amount: string) => `EUR\u00a0${amount}`;
const WORTH = { amount: '24000.00', currency: 'EUR' };

describe('the months of a term', () => {
  it.each([
    ['2026-01-01', 12, '2026-12-31'],
    ['2026-01-15', 3, '2026-04-14'],
    ['2026-01-31', 1, '2026-02-27'],
    ['2028-01-31', 1, '2028-02-28'],
    ['2026-12-01', 2, '2027-01-31'],
  ])('from %s, %i of them end on %s', (startsOn, months, endsOn) => {
    expect(lastDayAfter(startsOn, months)).toBe(endsOn);
    expect(wholeMonths(startsOn, endsOn)).toBe(months);
    expect(wholeMonths(startsOn, dayAfter(endsOn))).toBeNull();
  });
});

const NONE = { once: '0.00', overTerm: '0.00', aYear: '0.00', unpriced: 0, counted: null, isOpen: false };

describe('what a deal is sold for, in one line', () => {
  it('is its months, its year’s worth, and whether it renews by itself', () => {
    const term = { startsOn: '2026-04-01', endsOn: '2028-03-31', noticeDays: 90, autoRenewMonths: 12 };
    expect(soldForWords({ term }, WORTH)).toBe(
      `24 months from 1 Apr 2026, ${euros('12,000.00')} a year, notice 90 days before its end, renews by itself for 12 months`,
    );
    const short = { startsOn: '2026-01-01', endsOn: '2026-03-14' };
    expect(soldForWords({ term: short }, WORTH)).toBe(
      `1 Jan 2026 to 14 Mar 2026, ${euros('120,000.00')} a year, does not renew by itself`,
    );
    expect(soldForWords({ term: short }, { amount: null, currency: null })).toBe(
      '1 Jan 2026 to 14 Mar 2026, does not renew by itself',
    );
  });

  it('is what the lines of its form come to, where it has them', () => {
    const term = { startsOn: '2026-02-01', endsOn: '2028-01-31' };
    const words = (sells: object) => soldForWords({ term }, { ...WORTH, sells: { ...NONE, ...sells } });
    const said = (worth: string) => `24 months from 1 Feb 2026, ${worth}, does not renew by itself`;
    expect(words({ once: '24000.00' })).toBe(said(`${euros('24,000.00')} once, nothing recurs, so there is no ARR`));
    expect(words({ overTerm: '24000.00', aYear: '600.00' })).toBe(said(`${euros('12,600.00')} a year`));
    expect(words({ overTerm: '24000.00', once: '500.00' })).toBe(
      said(`${euros('12,000.00')} a year, ${euros('500.00')} once`),
    );
    expect(words({})).toBe(said('nothing recurs, so there is no ARR'));
    expect(words({ unpriced: 1 })).toBe(said('no contract before 1 line of its form has a price'));
  });

  it('says of a pilot that is converted at an amount what its lines have to add up to', () => {
    const term = { startsOn: '2026-02-01', endsOn: '2027-01-31' };
    const words = (amount: string, sells: object) =>
      soldForWords({ term }, { amount, currency: 'EUR', isExact: true, sells: { ...NONE, ...sells } });
    const said = (worth: string) => `12 months from 1 Feb 2026, ${worth}, does not renew by itself`;
    const pilot = { overTerm: '1200.00', counted: '1200.00' };
    expect(words('14400.00', pilot)).toBe(
      said(`no contract before the lines of its form add up to ${euros('14,400.00')}`),
    );
    expect(words('1200.00', pilot)).toBe(said(`${euros('1,200.00')} a year`));
    expect(words('14400.00', { aYear: '14400.00' })).toBe(said(`${euros('14,400.00')} a year`));
    expect(words('14400.00', { ...pilot, isOpen: true })).toBe(said(`${euros('1,200.00')} a year`));
  });

  it('is no sentence of a term that ends before it begins', () => {
    const term = { startsOn: '2027-01-01', endsOn: '2026-12-31' };
    expect(soldForWords({ term }, WORTH)).toBe('The last day, 31 Dec 2026, is before the first, 1 Jan 2027');
  });

  it('says that no contract follows from what is sold once, or as a pilot', () => {
    expect(soldForWords({ oneOff: true }, WORTH)).toBe(`Once, ${euros('24,000.00')}: no contract follows`);
    expect(soldForWords({ pilot: { endsOn: '2026-03-31' } }, WORTH)).toBe(
      'A pilot until 31 Mar 2026: no contract and no ARR until it is converted',
    );
  });
});
