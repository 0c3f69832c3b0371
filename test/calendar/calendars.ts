import { DateTime } from 'luxon';
import type { CalendarDefinition, LocalIntervals } from '../../src/calendar/definition.js';
import { compileWorkingTime, type WorkingTime } from '../../src/calendar/working-time.js';
import { type Duration, type Instant, type Interval, parseDuration } from '../../src/platform/values/duration.js';

const NINE_TO_FIVE: LocalIntervals = [['09:00', '17:00']];

export const OFFICE_WEEK: CalendarDefinition['hours'] = {
  mon: NINE_TO_FIVE,
  tue: NINE_TO_FIVE,
  wed: NINE_TO_FIVE,
  thu: NINE_TO_FIVE,
  fri: NINE_TO_FIVE,
};

export function daily(...intervals: LocalIntervals): CalendarDefinition['hours'] {
  return {
    mon: intervals,
    tue: intervals,
    wed: intervals,
    thu: intervals,
    fri: intervals,
    sat: intervals,
    sun: intervals,
  };
}

export function calendar(given: Partial<CalendarDefinition> = {}): CalendarDefinition {
  return { timeZone: 'UTC', hours: OFFICE_WEEK, holidays: [], overrides: {}, breaks: {}, ...given };
}

/** Compiled for 2026 and 2027, with no public holidays but these. */
export function compiled(given: Partial<CalendarDefinition> = {}, publicHolidays: readonly string[] = []): WorkingTime {
  return compileWorkingTime(calendar(given), {
    timeZone: 'UTC',
    holidaysOf: (_region, year) => publicHolidays.filter((date) => date.startsWith(String(year))),
    window: { firstYear: 2026, lastYear: 2027 },
  });
}

/** An instant from local time: `at('2026-11-20T09:00', 'Europe/Berlin')`, or from one with an offset. */
export function at(text: string, timeZone = 'UTC'): Instant {
  return DateTime.fromISO(text, { zone: timeZone }).toMillis();
}

export function local(instant: Instant | null, timeZone = 'UTC'): string | null {
  return instant === null ? null : DateTime.fromMillis(instant, { zone: timeZone }).toFormat("ccc yyyy-MM-dd'T'HH:mm");
}

export function duration(text: string): Duration {
  const parsed = parseDuration(text, { allowZero: true });
  if ('code' in parsed) throw new Error(parsed.message);
  return parsed;
}

export function interval(from: string, to: string, timeZone = 'UTC'): Interval {
  return { from: at(from, timeZone), to: at(to, timeZone) };
}
