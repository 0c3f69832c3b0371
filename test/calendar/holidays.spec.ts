import { describe, expect, it } from '@jest/globals';
import { isHolidayRegion, publicHolidays } from '../../src/calendar/holidays.js';

describe('the public holidays of a region', () => {
  it('are those of the country and of its region', () => {
    expect(publicHolidays('DE', 2026)).toContain('2026-10-03');
    expect(publicHolidays('DE', 2026)).not.toContain('2026-01-06');
    expect(publicHolidays('DE-BY', 2026)).toContain('2026-01-06');
    expect(publicHolidays('IN', 2026)).toEqual(expect.arrayContaining(['2026-01-26', '2026-08-15', '2026-10-02']));
  });

  it('include both the day itself and the day observed in its place', () => {
    expect(publicHolidays('US-NY', 2026)).toEqual(expect.arrayContaining(['2026-07-03', '2026-07-04']));
    expect(publicHolidays('GB-ENG', 2027)).toEqual(
      expect.arrayContaining(['2027-12-25', '2027-12-26', '2027-12-27', '2027-12-28']),
    );
  });

  it('include the year’s last day when the next first of January is observed then', () => {
    expect(publicHolidays('US', 2027)).toContain('2027-12-31');
  });

  it('include all days of a holiday of several days, counted from its civil date', () => {
    expect(publicHolidays('TR', 2026).filter((date) => date.startsWith('2026-03'))).toEqual([
      '2026-03-20',
      '2026-03-21',
      '2026-03-22',
    ]);
    expect(publicHolidays('KR', 2026)).toEqual(expect.arrayContaining(['2026-09-24', '2026-09-25', '2026-09-26']));
  });

  it('continue after the turn of the year', () => {
    expect(publicHolidays('SZ', 2026)).toContain('2026-12-31');
    expect(publicHolidays('SZ', 2027)).toEqual(expect.arrayContaining(['2027-01-01', '2027-01-02']));
  });

  it('include no half days, bank holidays or observances', () => {
    expect(publicHolidays('CN', 2026)).not.toContain('2026-03-08');
    // Valentine's Day is an observance.
    expect(publicHolidays('US', 2026)).not.toContain('2026-02-14');
  });

  it('are in order, each once, and all in the year', () => {
    for (const region of ['US-NY', 'IR', 'JP']) {
      const dates = publicHolidays(region, 2026);
      expect(dates).toEqual([...new Set(dates)].sort());
      expect(dates.every((date) => /^2026-\d\d-\d\d$/.test(date))).toBe(true);
    }
  });

  it('are calculated once', () => {
    expect(publicHolidays('FR', 2026)).toBe(publicHolidays('FR', 2026));
  });
});

describe('a holiday region', () => {
  it.each(['US', 'US-NY', 'DE-BY', 'DE-BY-A', 'GB-ENG', 'IN'])('is %s', (region) => {
    expect(isHolidayRegion(region)).toBe(true);
  });

  it.each(['XX', 'US-XX', 'us-ny', 'US-NY-ZZ', 'DE-BY-A-1', '', '-', 'US-', 'toString', 'US-constructor'])(
    'is not %j',
    (region) => {
      expect(isHolidayRegion(region)).toBe(false);
    },
  );
});
