import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CalendarDay, calendarDays, checkDateSpan, DAYS_MAX, yearsAround } from '../../src/calendar/days.js';
import { type CalendarDefinition, minutesOfInterval } from '../../src/calendar/definition.js';
import {
  holidayRegions,
  isHolidayRegion,
  NO_HOLIDAYS,
  publicHolidays,
  regionalHolidays,
} from '../../src/calendar/holidays.js';
import { compileWorkingTime } from '../../src/calendar/working-time.js';
import { MS_PER_DAY, MS_PER_MINUTE } from '../../src/platform/values/duration.js';
import { at, calendar, daily } from './calendars.js';

function holidaysOf(region: string, span: { from: string; to: string }) {
  const parts = regionalHolidays(region, yearsAround(span));
  for (;;) {
    const part = parts.next();
    if (part.done === true) return part.value;
  }
}

function days(given: Partial<CalendarDefinition>, from: string, to = from): CalendarDay[] {
  const region = given.holidayRegion;
  return calendarDays(
    calendar(given),
    { from, to },
    region === undefined ? NO_HOLIDAYS : holidaysOf(region, { from, to }),
  );
}

const NINE_TO_FIVE = [['09:00', '17:00']];

describe('a day of a calendar', () => {
  it('has the hours of the week, or none', () => {
    expect(days({}, '2026-11-20', '2026-11-22')).toEqual([
      { date: '2026-11-20', hours: NINE_TO_FIVE, why: 'week' },
      { date: '2026-11-21', hours: [], why: 'closed' },
      { date: '2026-11-22', hours: [], why: 'closed' },
    ]);
  });

  it('is a holiday of its region by name, also on a weekend', () => {
    const [friday, saturday] = days({ holidayRegion: 'DE-BY' }, '2026-10-02', '2026-10-03');
    expect(friday).toEqual({ date: '2026-10-02', hours: NINE_TO_FIVE, why: 'week' });
    const name = 'Tag der Deutschen Einheit';
    expect(saturday).toEqual({ date: '2026-10-03', hours: [], why: 'holiday', name, region: 'DE-BY' });
  });

  it('has both names where it is two holidays', () => {
    expect(days({ holidayRegion: 'DE' }, '2008-05-01')).toMatchObject([
      { name: expect.stringMatching(/^(Christi Himmelfahrt, Maifeiertag|Maifeiertag, Christi Himmelfahrt)$/) },
    ]);
  });

  it('may be a holiday of the calendar itself, without a name', () => {
    expect(days({ holidays: ['2026-11-20'] }, '2026-11-20')).toEqual([
      { date: '2026-11-20', hours: [], why: 'holiday' },
    ]);
  });

  it('is an override even where it is a holiday', () => {
    const overrides = { '2026-12-25': [['10:00', '12:00']] as const, '2026-11-20': [] };
    expect(days({ overrides, holidayRegion: 'DE' }, '2026-12-25')).toEqual([
      { date: '2026-12-25', hours: [['10:00', '12:00']], why: 'override', name: '1. Weihnachtstag', region: 'DE' },
    ]);
    expect(days({ overrides }, '2026-11-20')).toEqual([{ date: '2026-11-20', hours: [], why: 'override' }]);
  });

  it('is a break only if the break takes working time away', () => {
    const breaks = { '2026-11-20': [['12:00', '13:00']] as const, '2026-11-23': [['18:00', '19:00']] as const };
    expect(days({ breaks }, '2026-11-20')[0]).toMatchObject({
      hours: [
        ['09:00', '12:00'],
        ['13:00', '17:00'],
      ],
      why: 'break',
    });
    expect(days({ breaks }, '2026-11-23')[0]).toMatchObject({ hours: NINE_TO_FIVE, why: 'week' });
  });

  it('has the night that begins on it, and what a break leaves of the night before', () => {
    const hours = { fri: [['22:00', '06:00']] as const };
    expect(days({ hours }, '2026-11-20', '2026-11-21')).toMatchObject([
      { hours: [['22:00', '06:00']], why: 'week' },
      { hours: [], why: 'closed' },
    ]);
    const breaks = { '2026-11-20': [['23:00', '02:00']] as const };
    expect(days({ hours, breaks }, '2026-11-20', '2026-11-21')).toMatchObject([
      { hours: [['22:00', '23:00']], why: 'break' },
      { hours: [['02:00', '06:00']], why: 'break' },
    ]);
  });

  it('continues over the turn of the year', () => {
    expect(days({ hours: daily(['22:00', '06:00']) }, '2026-12-31', '2027-01-01')).toMatchObject([
      { hours: [['22:00', '06:00']] },
      { hours: [['22:00', '06:00']] },
    ]);
    expect(days({ hours: daily(['00:00', '24:00']) }, '2027-01-01')).toMatchObject([{ hours: [['00:00', '24:00']] }]);
  });

  it('names holidays that only some communes have, without closing for them', () => {
    const assumption = { name: 'Mariä Himmelfahrt', regions: ['DE-BY-A', 'DE-BY-KATH'] };
    const hours = daily(['09:00', '17:00']);
    expect(days({ hours, holidayRegion: 'DE-BY' }, '2026-08-15')).toEqual([
      { date: '2026-08-15', hours: NINE_TO_FIVE, why: 'week', optional: [assumption] },
    ]);
    // A company that has it off adds it.
    expect(days({ hours, holidayRegion: 'DE-BY', holidays: ['2026-08-15'] }, '2026-08-15')).toEqual([
      { date: '2026-08-15', hours: [], why: 'holiday', name: 'Mariä Himmelfahrt', region: 'DE-BY-A' },
    ]);
    expect(days({ hours, holidayRegion: 'DE-BY-KATH' }, '2026-08-15')[0]).toMatchObject({ why: 'holiday' });
  });

  it('names bank holidays and holidays of a part of a country as optional', () => {
    expect(days({ holidayRegion: 'DE' }, '2026-12-24')[0]).toMatchObject({
      why: 'week',
      optional: [{ name: 'Heiliger Abend', regions: expect.arrayContaining(['DE']) }],
    });
    expect(days({ holidayRegion: 'DE' }, '2027-01-06')[0]).toMatchObject({
      why: 'week',
      optional: [{ name: 'Heilige Drei Könige', regions: ['DE-BW', 'DE-BY', 'DE-ST'] }],
    });
  });

  it('needs no zone, so a calendar in the zone of its rep has days too', () => {
    expect(days({ timeZone: 'owner' }, '2026-11-20')).toEqual(days({}, '2026-11-20'));
  });
});

const minute = fc.integer({ min: 0, max: 1_439 });
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const interval = fc
  .tuple(minute, minute)
  .filter(([start, end]) => start !== end)
  .map(([start, end]) => [clock(start), clock(end)] as const);
const FIRST = at('2026-12-20T00:00');
const date = fc
  .integer({ min: 0, max: 20 })
  .map((day) => new Date(FIRST + day * MS_PER_DAY).toISOString().slice(0, 10));

it('the hours of all days add up to the working time, if no night overlaps the next day', () => {
  // Neither the Sunday before the first date nor the Saturday at the end has a night that crosses the edge.
  const span = { from: '2026-12-20', to: '2027-01-09' };
  const one = interval.map((each) => [each]);
  fc.assert(
    fc.property(
      fc.record({ mon: one, thu: one }),
      fc.dictionary(date, one, { maxKeys: 4 }),
      fc.uniqueArray(date, { maxLength: 3 }),
      (hours, breaks, holidays) => {
        const definition = calendar({ hours, breaks, holidays, holidayRegion: 'DE-BY' });
        const listed = calendarDays(definition, span, holidaysOf('DE-BY', span))
          .flatMap((day) => day.hours)
          .reduce((sum, each) => sum + minutesOfInterval(each)[1] - minutesOfInterval(each)[0], 0);
        const workingTime = compileWorkingTime(definition, {
          timeZone: 'UTC',
          holidaysOf: publicHolidays,
          window: { firstYear: 2026, lastYear: 2027 },
        });
        expect(listed * MS_PER_MINUTE).toBe(workingTime.workingMsBetween(FIRST, at('2027-01-10T00:00')));
      },
    ),
  );
});

describe('the requested dates', () => {
  const faultsOf = (from: string, to: string) =>
    checkDateSpan({ from, to }).map(({ pointer, code }) => `${pointer} ${code}`);

  it.each([
    ['2026-01-01', '2026-01-01', []],
    ['2026-01-01', '2027-01-01', []],
    ['2026-01-01', '2027-01-02', ['/to tooMany']],
    ['2026-01-02', '2026-01-01', ['/to inverted']],
    ['1970-01-01', '1970-01-01', []],
    ['1969-12-31', '1970-01-01', ['/from outOfReach']],
    ['2100-12-31', '2100-12-31', []],
    ['2100-12-31', '2101-01-01', ['/to outOfReach']],
  ])('from %s to %s are refused for %j', (from, to, faults) => {
    expect(faultsOf(from, to)).toEqual(faults);
  });

  it('are refused with the last possible date', () => {
    expect(checkDateSpan({ from: '2026-01-01', to: '2030-01-01' })[0]!.message).toBe(
      `Expected at most ${DAYS_MAX} days, from 2026-01-01 to 2027-01-01 at the latest, not 1462 days.`,
    );
  });
});

describe('the holiday regions', () => {
  it('are those that a calendar may name, each once, after the region it is part of', () => {
    const regions = holidayRegions();
    expect(regions.length).toBeGreaterThan(500);
    expect(regions.filter(({ region }) => !isHolidayRegion(region))).toEqual([]);
    expect(regions.filter(({ name }) => name === '')).toEqual([]);
    const seen = new Set<string>();
    for (const { region, within } of regions) {
      expect(seen.has(region)).toBe(false);
      expect(within === undefined || seen.has(within)).toBe(true);
      seen.add(region);
    }
    expect(regions).toContainEqual({ region: 'DE', name: 'Germany' });
    expect(regions).toContainEqual({ region: 'IT', name: 'Italy' });
    expect(regions).toContainEqual({ region: 'MA', name: 'Morocco' });
    expect(regions).toContainEqual({ region: 'DE-BY', name: 'Bayern', within: 'DE' });
  });
});
