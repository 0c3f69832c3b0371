import { DateTime } from 'luxon';
import { type Instant, MS_PER_DAY, MS_PER_SECOND } from './duration.js';

const MONTHS_PER_YEAR = 12;

/** A day such as `2027-01-31`. Such texts sort in the order of the days. */
export type Day = string;

/** Returns the calendar day of an instant in a time zone. */
export function dayIn(at: Instant, timeZone: string): Day {
  return DateTime.fromMillis(at, { zone: timeZone }).toISODate()!;
}

/** Returns the instant at which a day begins in a time zone. */
export function startOfDay(day: Day, timeZone: string): Instant {
  return firstOf(DateTime.fromISO(day, { zone: timeZone }).startOf('day'));
}

/**
 * Returns the instant of a local time; if it occurs twice, the first one. Luxon chooses by the offset that the zone has
 * while the program runs.
 */
export function firstOf(local: DateTime): Instant {
  return local.getPossibleOffsets()[0]!.toMillis();
}

/** Returns the last second of a day in a time zone. */
export function endOfDay(day: Day, timeZone: string): Instant {
  return startOfDay(daysAfter(day, 1), timeZone) - MS_PER_SECOND;
}

export function daysAfter(day: Day, days: number): Day {
  return new Date(midnightOf(day) + days * MS_PER_DAY).toISOString().slice(0, -'T00:00:00.000Z'.length);
}

/** Returns the days from one day to another; negative if the other is earlier. */
export function daysBetween(one: Day, other: Day): number {
  return (midnightOf(other) - midnightOf(one)) / MS_PER_DAY;
}

/** Returns the same day of a later month, or the last day of that month if it has no such day. */
export function monthsAfter(day: Day, months: number): Day {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ months }).toISODate()!;
}

/** Returns the months from that of one day to that of another, whatever the days in them. */
export function monthsBetween(one: Day, other: Day): number {
  return monthNumberOf(other) - monthNumberOf(one);
}

/** Returns the months of a span, both ends counted: 15 January to 14 April is three. Null if they are not whole. */
export function wholeMonthsOf(from: Day, to: Day): number | null {
  const after = daysAfter(to, 1);
  const months = monthsBetween(from, after);
  return months >= 1 && monthsAfter(from, months) === after ? months : null;
}

function monthNumberOf(day: Day): number {
  return Number(day.slice(0, 4)) * MONTHS_PER_YEAR + Number(day.slice(5, 7));
}

/** `2026-04-01` → `1 April 2026`. */
export function dayInWords(day: Day): string {
  return DateTime.fromISO(day, { zone: 'utc', locale: 'en-GB' }).toFormat('d MMMM yyyy');
}

/** In UTC, where all days have the same length. */
function midnightOf(day: Day): Instant {
  return Date.parse(`${day}T00:00:00Z`);
}

export function laterOf(one: Day, other: Day): Day {
  if (one >= other) return one;
  return other;
}
