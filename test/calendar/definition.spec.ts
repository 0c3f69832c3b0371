import { describe, expect, it } from '@jest/globals';
import { type CalendarDefinition, checkCalendar } from '../../src/calendar/definition.js';
import { calendar } from './calendars.js';

function faults(given: Partial<CalendarDefinition>): string[] {
  return checkCalendar(calendar(given)).map(({ pointer, code }) => `${pointer} ${code}`);
}

describe('a calendar', () => {
  it('is valid with several intervals, a night shift, midnight as an end, overrides and breaks', () => {
    const given: Partial<CalendarDefinition> = {
      timeZone: 'America/New_York',
      hours: {
        mon: [
          ['13:30', '17:00'],
          ['09:00', '12:30'],
          ['22:00', '06:00'],
        ],
        tue: [['00:00', '24:00']],
        sun: [],
      },
      holidays: ['2026-12-25', '2028-02-29'],
      holidayRegion: 'US-NY',
      overrides: { '2026-12-31': [['09:00', '12:00']], '2026-12-30': [] },
      breaks: {
        '2026-12-24': [
          ['12:00', '17:00'],
          ['23:00', '00:00'],
        ],
      },
    };
    expect(faults(given)).toEqual([]);
    expect(faults({ timeZone: 'owner' })).toEqual([]);
  });

  it.each(['Mars/Olympus', '', 'local', '+02:00', 'Owner'])('is refused in the zone %j', (timeZone) => {
    expect(faults({ timeZone })).toEqual(['/timeZone timeZone']);
  });

  it.each(['9:00', '24:01', '25:00', '12:60', '12', '12:00:00', ' 12:00', '24:00'])(
    'is refused when hours start at %j',
    (time) => {
      expect(faults({ hours: { mon: [[time, '18:00']] } })).toEqual(['/hours/mon/0/0 localTime']);
    },
  );

  it('is refused when hours end at an invalid time, or when they start', () => {
    expect(faults({ hours: { mon: [['09:00', '24:30']] } })).toEqual(['/hours/mon/0/1 localTime']);
    expect(faults({ hours: { mon: [['09:00', '09:00']] } })).toEqual(['/hours/mon/0 emptyInterval']);
  });

  it.each(['2026-02-30', '2026-13-01', '2027-02-29', '2026-1-1', 'Christmas'])(
    'is refused with the date %s',
    (date) => {
      expect(faults({ holidays: ['2026-12-25', date] })).toEqual(['/holidays/1 date']);
      expect(faults({ overrides: { [date]: [] }, breaks: { [date]: [] } })).toEqual([
        `/overrides/${date} date`,
        `/breaks/${date} date`,
      ]);
    },
  );

  it('is refused when intervals of one day overlap, but not when they meet', () => {
    const overlap: CalendarDefinition['hours'] = {
      mon: [
        ['09:00', '12:00'],
        ['11:59', '13:00'],
      ],
    };
    expect(faults({ hours: overlap })).toEqual(['/hours/mon/1 overlap']);
    expect(
      faults({
        hours: {
          mon: [
            ['09:00', '12:00'],
            ['12:00', '13:00'],
          ],
        },
      }),
    ).toEqual([]);
    expect(
      faults({
        hours: {
          mon: [
            ['22:00', '06:00'],
            ['23:00', '23:30'],
          ],
        },
      }),
    ).toEqual(['/hours/mon/1 overlap']);
    expect(
      faults({
        hours: {
          mon: [
            ['08:00', '18:00'],
            ['09:00', '10:00'],
            ['17:00', '19:00'],
          ],
        },
      }),
    ).toEqual(['/hours/mon/1 overlap', '/hours/mon/2 overlap']);
    expect(faults({ overrides: { '2026-12-24': overlap.mon! } })).toEqual(['/overrides/2026-12-24/1 overlap']);
    expect(faults({ breaks: { '2026-12-24': overlap.mon! } })).toEqual(['/breaks/2026-12-24/1 overlap']);
  });

  it('may have a night shift that runs into the hours of the next day', () => {
    expect(faults({ hours: { mon: [['22:00', '06:00']], tue: [['05:00', '09:00']] } })).toEqual([]);
    expect(
      faults({
        hours: {
          mon: [
            ['00:00', '02:00'],
            ['22:00', '06:00'],
          ],
        },
      }),
    ).toEqual([]);
  });

  it.each(['XX', 'US-XX', 'us-ny', 'US-NY-ZZ', 'DE-BY-A-1', '', 'toString'])(
    'is refused with the holiday region %j',
    (holidayRegion) => {
      expect(faults({ holidayRegion })).toEqual(['/holidayRegion holidayRegion']);
    },
  );

  it('is refused without working time in the week or on any date', () => {
    expect(faults({ hours: {} })).toEqual(['/hours noWorkingTime']);
    expect(faults({ hours: { mon: [] }, overrides: { '2026-12-24': [] } })).toEqual(['/hours noWorkingTime']);
    expect(faults({ hours: {}, overrides: { '2026-12-24': [['09:00', '10:00']] } })).toEqual([]);
  });

  it('reports all faults at once, with escaped pointers and a sentence each', () => {
    const all = checkCalendar(
      calendar({
        timeZone: 'x',
        hours: { mon: [['a', 'b']] },
        holidays: ['x'],
        holidayRegion: 'x',
        overrides: { 'a/b': [] },
      }),
    );
    expect(all.map(({ pointer }) => pointer)).toEqual([
      '/timeZone',
      '/hours/mon/0/0',
      '/hours/mon/0/1',
      '/holidays/0',
      '/holidayRegion',
      '/overrides/a~1b',
    ]);
    for (const { message } of all) expect(message).toMatch(/^[A-Z].*\.$/);
  });
});
