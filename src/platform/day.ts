import { DateTime } from 'luxon';
import type { Instant } from './duration.js';

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
