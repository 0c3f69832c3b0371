import { DateTime } from 'luxon';
import { type Instant, MS_PER_DAY } from './duration.js';

/** A day as in `2027-01-31`: such texts compare as the days do. */
export type Day = string;

/** The day that an instant is on by the clocks of a zone. */
export function dayIn(at: Instant, timeZone: string): Day {
  return DateTime.fromMillis(at, { zone: timeZone }).toISODate()!;
}

/** The instant at which a day begins by the clocks of a zone. */
export function startOfDay(day: Day, timeZone: string): Instant {
  return DateTime.fromISO(day, { zone: timeZone }).startOf('day').toMillis();
}

export function daysAfter(day: Day, days: number): Day {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate()!;
}

/** How many days after one day another is; negative where it is before. */
export function daysBetween(one: Day, other: Day): number {
  return (midnightOf(other) - midnightOf(one)) / MS_PER_DAY;
}

/** The same day of a later month, or the last of that month where it has no such day. */
export function monthsAfter(day: Day, months: number): Day {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ months }).toISODate()!;
}

/** `2026-04-01` → `1 April 2026`. */
export function dayInWords(day: Day): string {
  return DateTime.fromISO(day, { zone: 'utc', locale: 'en-GB' }).toFormat('d MMMM yyyy');
}

/** In UTC, where every day is as long as the others. */
function midnightOf(day: Day): Instant {
  return Date.parse(`${day}T00:00:00Z`);
}

export function laterOf(one: Day, other: Day): Day {
  if (one >= other) return one;
  return other;
}
