import { describe, expect, it } from '@jest/globals';
import { alwaysOpen, nextEndOfDay } from '../../src/calendar/working-time.js';
import { at, compiled, daily, interval, local } from './calendars.js';

const BERLIN = 'Europe/Berlin';

/** The date of the next day to end, and its end in local time. */
function dayAfter(text: string, hours = compiled(), zone = 'UTC') {
  const day = nextEndOfDay(hours, zone, at(text, zone));
  return day === null ? null : [day.date, local(day.endsAt, zone)];
}

describe('a working day', () => {
  it('ends at closing, from when on the next day applies', () => {
    expect(dayAfter('2026-11-20T16:59')).toEqual(['2026-11-20', 'Fri 2026-11-20T17:00']);
    expect(dayAfter('2026-11-20T17:00')).toEqual(['2026-11-23', 'Mon 2026-11-23T17:00']);
  });

  it('is one day despite its breaks', () => {
    const hours = compiled({ hours: daily(['09:00', '12:00'], ['13:00', '17:00']) });
    expect(dayAfter('2026-11-20T08:00', hours)).toEqual(['2026-11-20', 'Fri 2026-11-20T17:00']);
    expect(dayAfter('2026-11-20T12:30', hours)).toEqual(['2026-11-20', 'Fri 2026-11-20T17:00']);
  });

  it('continues through its night, under the date on which it began', () => {
    const hours = compiled({ hours: daily(['22:00', '06:00']) });
    expect(dayAfter('2026-11-20T23:00', hours)).toEqual(['2026-11-20', 'Sat 2026-11-21T06:00']);
    expect(dayAfter('2026-11-21T05:00', hours)).toEqual(['2026-11-20', 'Sat 2026-11-21T06:00']);
    expect(dayAfter('2026-11-21T06:00', hours)).toEqual(['2026-11-21', 'Sun 2026-11-22T06:00']);
  });

  it.each([
    ['2026-03-28', 'Sat 2026-03-28T17:00'],
    ['2026-03-29', 'Sun 2026-03-29T17:00'],
    ['2026-10-25', 'Sun 2026-10-25T17:00'],
  ])('ends by the clocks of its zone, also on %s', (date, ends) => {
    const hours = compiled({ timeZone: BERLIN, hours: daily(['09:00', '17:00']) });
    expect(dayAfter(`${date}T08:00`, hours, BERLIN)).toEqual([date, ends]);
  });

  it('ends at midnight in a calendar that never closes', () => {
    expect(dayAfter('2026-11-20T08:00', alwaysOpen)).toEqual(['2026-11-20', 'Sat 2026-11-21T00:00']);
    expect(dayAfter('2026-11-21T00:00', alwaysOpen)).toEqual(['2026-11-21', 'Sun 2026-11-22T00:00']);
  });

  it.each([
    ['Atlantic/Azores', '2026-10-24', 'Sat 2026-10-24T23:00'],
    ['America/Havana', '2026-10-31', 'Sat 2026-10-31T23:00'],
  ])('does not include what begins at the first of two midnights in %s', (zone, date, ends) => {
    const hours = compiled({ timeZone: zone, hours: { sat: [['18:00', '23:00']], sun: [['00:00', '08:00']] } });
    expect(dayAfter(`${date}T12:00`, hours, zone)).toEqual([date, ends]);
  });

  it('does not exist where absence covers it, and ends when an absence takes the rest', () => {
    const away = compiled().without([interval('2026-11-20T00:00', '2026-11-21T00:00')]);
    expect(dayAfter('2026-11-20T08:00', away)).toEqual(['2026-11-23', 'Mon 2026-11-23T17:00']);
    const leaving = compiled().without([interval('2026-11-20T13:00', '2026-11-21T00:00')]);
    expect(dayAfter('2026-11-20T08:00', leaving)).toEqual(['2026-11-20', 'Fri 2026-11-20T13:00']);
  });

  it('does not exist in a calendar without hours', () => {
    expect(dayAfter('2026-11-20T08:00', compiled({ hours: {} }))).toBeNull();
  });
});
