import { afterEach, describe, expect, it } from '@jest/globals';
import { Settings } from 'luxon';
import { momentIn } from '../../src/calendar/zone.js';
import { dayInWords, daysBetween, monthsAfter, startOfDay } from '../../src/platform/values/day.js';

describe('days', () => {
  it('are counted from one to another, in any year', () => {
    expect(daysBetween('2026-01-01', '2026-01-01')).toBe(0);
    expect(daysBetween('2026-01-01', '2027-01-01')).toBe(365);
    expect(daysBetween('2028-03-01', '2028-02-28')).toBe(-2);
    // Days on which clocks change count like any other.
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('0001-01-01', '0002-01-01')).toBe(365);
  });

  it('keep their number in a later month, or become its last day', () => {
    expect(monthsAfter('2026-01-15', 12)).toBe('2027-01-15');
    expect(monthsAfter('2027-10-31', 1)).toBe('2027-11-30');
    expect(monthsAfter('2027-12-31', 2)).toBe('2028-02-29');
  });

  it('are written out for people', () => {
    expect(dayInWords('2026-04-01')).toBe('1 April 2026');
  });
});

describe('of a local time that occurs twice', () => {
  const { now } = Settings;
  afterEach(() => {
    Settings.now = now;
  });

  it.each(['2026-01-15', '2026-07-15'])('the first counts, also when the program runs on %s', (today) => {
    Settings.now = () => Date.parse(today);
    const begins = (day: string, zone: string) => new Date(startOfDay(day, zone)).toISOString();
    expect(begins('2026-10-25', 'Atlantic/Azores')).toBe('2026-10-25T00:00:00.000Z');
    expect(begins('2026-11-01', 'America/Havana')).toBe('2026-11-01T04:00:00.000Z');
    expect(begins('2026-03-08', 'America/Havana')).toBe('2026-03-08T05:00:00.000Z');
    expect(begins('2026-10-25', 'Europe/Berlin')).toBe('2026-10-24T22:00:00.000Z');
    expect(momentIn('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(momentIn('2026-04-05T01:45', 'Australia/Lord_Howe')).toBe('2026-04-04T14:45:00.000Z');
    // A time that is skipped moves forward.
    expect(momentIn('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  });
});
