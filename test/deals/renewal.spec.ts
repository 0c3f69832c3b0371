import { describe, expect, it } from '@jest/globals';
import { dueThrough, lastDayOf } from '../../src/handoffs/renewals/renewal.js';
import { dayIn } from '../../src/platform/values/day.js';

const term = (endsOn: string, noticeDays: number | null) => ({ startsOn: '2026-01-01', endsOn, noticeDays });

describe('the last day for notice', () => {
  it('is as many days before the end of the term as agreed, or the last day if no notice is agreed', () => {
    expect(lastDayOf(term('2027-04-30', 90))).toBe('2027-01-30');
    expect(lastDayOf(term('2027-04-30', 0))).toBe('2027-04-30');
    expect(lastDayOf(term('2027-04-30', null))).toBe('2027-04-30');
    expect(lastDayOf(term('2028-03-01', 1))).toBe('2028-02-29');
  });
});

describe('a renewal', () => {
  it('is due a number of days ahead, counted in days and not in hours', () => {
    expect(dueThrough('2026-12-02', 90)).toBe('2027-03-02');
    // Across a night that is an hour longer.
    expect(dueThrough('2026-10-24', 2)).toBe('2026-10-26');
  });

  it(`is due when the day begins in the company's time zone`, () => {
    const at = Date.parse('2026-03-02T23:30:00Z');
    expect([dayIn(at, 'UTC'), dayIn(at, 'Europe/Berlin'), dayIn(at, 'America/New_York')]).toEqual([
      ...['2026-03-02', '2026-03-03', '2026-03-02'],
    ]);
  });
});
