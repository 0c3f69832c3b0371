import { DateTime } from 'luxon';
import type { WorkingTime } from '../calendar/working-time.js';
import type { Instant } from '../platform/instant.js';

/** When the next list is due: as the office opens, on the day after the one up to which the last one told, or later. */
export function digestDueAt(toldUntil: Instant, hours: WorkingTime, timeZone: string): Instant {
  const nextDay = DateTime.fromMillis(toldUntil, { zone: timeZone }).plus({ days: 1 }).startOf('day').toMillis();
  return hours.nextOpening(nextDay) ?? nextDay;
}
