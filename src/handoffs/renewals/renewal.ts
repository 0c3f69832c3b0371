import { DateTime } from 'luxon';
import type { Term } from '../../deals/deal.js';
import type { Instant } from '../../platform/instant.js';

/** A day as in `2027-01-31`: such texts compare as the days do. */
export type Day = string;

/** The last day on which notice can be given; where none is agreed, the last one of the term. */
export function lastDayOf({ endsOn, noticeDays }: Term): Day {
  return daysAfter(endsOn, -(noticeDays ?? 0));
}

/** The last days up to which a renewal is due on a day, so many days before. */
export function dueThrough(today: Day, daysBefore: number): Day {
  return daysAfter(today, daysBefore);
}

/** The day that an instant is on by the clocks of a zone. */
export function dayIn(at: Instant, timeZone: string): Day {
  return DateTime.fromMillis(at, { zone: timeZone }).toISODate()!;
}

export function daysAfter(day: Day, days: number): Day {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate()!;
}
