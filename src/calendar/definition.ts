import { type Fault, fault, step } from '../platform/input/fault.js';
import { EXPECTED, isDate, isTimeZone } from '../platform/input/formats.js';
import { notZone } from '../platform/input/near.js';
import { isHolidayRegion } from './holidays.js';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type Weekday = (typeof WEEKDAYS)[number];

/** Two local times, "09:00" and "17:00". An end before its start is on the next day; "24:00" may be an end. */
export type LocalInterval = readonly [start: string, end: string];
export type LocalIntervals = readonly LocalInterval[];

/** A calendar as configured: local times and dates, not yet converted to instants. */
export interface CalendarDefinition {
  /** An IANA zone, or "owner": the zone of the rep that the calendar is used for. */
  readonly timeZone: string;
  readonly hours: Readonly<Partial<Record<Weekday, LocalIntervals>>>;
  readonly holidays: readonly string[];
  readonly holidayRegion?: string;
  readonly overrides: Readonly<Record<string, LocalIntervals>>;
  readonly breaks: Readonly<Record<string, LocalIntervals>>;
}

export const OWNER_ZONE = 'owner';

const MINUTES_PER_HOUR = 60;
export const MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;
const LOCAL_TIME = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** Minutes from midnight to a local time "HH:MM", 1440 for "24:00". @returns null if it is not one */
function minutesOf(localTime: string): number | null {
  const parts = LOCAL_TIME.exec(localTime);
  if (parts === null) return null;
  if (parts[1] === undefined) return MINUTES_PER_DAY;
  return Number(parts[1]) * MINUTES_PER_HOUR + Number(parts[2]);
}

/** Returns start and end in minutes from the midnight before the start; past 1440 on the next day. */
export function minutesOfInterval([start, end]: LocalInterval): readonly [start: number, end: number] {
  const startMinute = minutesOf(start)!;
  const endMinute = minutesOf(end)!;
  return [startMinute, endMinute < startMinute ? endMinute + MINUTES_PER_DAY : endMinute];
}

/** Returns all faults of a calendar whose shape has been checked; empty if it can be compiled. */
export function checkCalendar(definition: CalendarDefinition): Fault[] {
  return [
    ...checkTimeZone(definition.timeZone),
    ...checkDays('/hours', definition.hours),
    ...definition.holidays.flatMap((date, index) => checkDate(`/holidays/${index}`, date)),
    ...checkRegion(definition.holidayRegion),
    ...checkDates('/overrides', definition.overrides),
    ...checkDays('/overrides', definition.overrides),
    ...checkDates('/breaks', definition.breaks),
    ...checkDays('/breaks', definition.breaks),
    ...checkAnyWork(definition),
  ];
}

function checkTimeZone(timeZone: string): Fault[] {
  // Newer versions of Node accept "+02:00" as a zone, but an offset has no daylight saving.
  if (timeZone === OWNER_ZONE || (isTimeZone(timeZone) && /^[A-Za-z]/.test(timeZone))) return [];
  const message = `Expected ${EXPECTED.timeZone}, or "owner"${notZone(timeZone)}`;
  return [fault('/timeZone', 'timeZone', message)];
}

function checkDate(pointer: string, date: string): Fault[] {
  if (isDate(date)) return [];
  return [
    fault(
      pointer,
      'date',
      `Expected a date that exists, written YYYY-MM-DD, such as 2026-12-25, not ${JSON.stringify(date)}.`,
    ),
  ];
}

function checkDates(pointer: string, days: Readonly<Record<string, LocalIntervals>>): Fault[] {
  return Object.keys(days).flatMap((date) => checkDate(pointer + step(date), date));
}

function checkRegion(region: string | undefined): Fault[] {
  if (region === undefined || isHolidayRegion(region)) return [];
  const message = `There is no holiday region ${JSON.stringify(region)}; expected a country or a part of one, such as DE, DE-BY or US-NY: GET /v1/holiday-regions.`;
  return [fault('/holidayRegion', 'holidayRegion', message)];
}

function checkDays(pointer: string, days: Readonly<Record<string, LocalIntervals>>): Fault[] {
  return Object.entries(days).flatMap(([day, intervals]) => checkIntervals(pointer + step(day), intervals));
}

function checkIntervals(pointer: string, intervals: LocalIntervals): Fault[] {
  const faults = intervals.flatMap((interval, index) => checkInterval(`${pointer}/${index}`, interval));
  return faults.length > 0 ? faults : checkOverlaps(pointer, intervals);
}

function checkInterval(pointer: string, [start, end]: LocalInterval): Fault[] {
  const faults: Fault[] = [];
  if (minutesOf(start) === null || minutesOf(start) === MINUTES_PER_DAY) {
    const message = `Expected a local time from "00:00" to "23:59", not ${JSON.stringify(start)}.`;
    faults.push(fault(`${pointer}/0`, 'localTime', message));
  }
  if (minutesOf(end) === null) {
    const message = `Expected a local time from "00:00" to "24:00", not ${JSON.stringify(end)}.`;
    faults.push(fault(`${pointer}/1`, 'localTime', message));
  }
  if (faults.length === 0 && start === end) {
    const message = `It ends when it starts, at ${start}; a whole day is ["00:00", "24:00"].`;
    faults.push(fault(pointer, 'emptyInterval', message));
  }
  return faults;
}

/** Checks only within the list of one day: a night shift may run into the next day's hours, and the two are united. */
function checkOverlaps(pointer: string, intervals: LocalIntervals): Fault[] {
  const sorted = intervals
    .map((interval, index) => ({ index, minutes: minutesOfInterval(interval) }))
    .sort((a, b) => a.minutes[0] - b.minutes[0]);
  const faults: Fault[] = [];
  let longest = sorted[0];
  for (const each of sorted.slice(1)) {
    if (each.minutes[0] < longest!.minutes[1]) {
      const message = `It overlaps with ${JSON.stringify(intervals[longest!.index])} in the same list.`;
      faults.push(fault(`${pointer}/${each.index}`, 'overlap', message));
    }
    if (each.minutes[1] > longest!.minutes[1]) longest = each;
  }
  return faults;
}

function checkAnyWork({ hours, overrides }: CalendarDefinition): Fault[] {
  const lists = [...Object.values(hours), ...Object.values(overrides)];
  if (lists.some((intervals) => intervals.length > 0)) return [];
  return [fault('/hours', 'noWorkingTime', 'There is no working time in the week, nor on any date.')];
}
