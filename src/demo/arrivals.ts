import { type Instant, MS_PER_DAY, MS_PER_HOUR } from '../platform/instant.js';
import type { Chance } from './random.js';

/** How busy each hour of a day is, from midnight in UTC: Berlin wakes first, New York goes to bed last. */
const WEEKDAY = [1, 1, 1, 1, 2, 3, 5, 8, 10, 10, 10, 9, 10, 12, 12, 11, 10, 9, 8, 6, 4, 3, 2, 1];
const WEEKEND_SHARE = 0.25;
const DAYS = 7;

/**
 * When each lead of a file comes in: in their order, over a week, more in the day than at night.
 * @param monday the first instant of the week, UTC
 * @param gridMs arrivals are on whole multiples of this, so that a large file comes in batches
 */
export function arrivalsOf(count: number, monday: Instant, gridMs: number, chance: Chance): Instant[] {
  const hours = Array.from({ length: DAYS * WEEKDAY.length }, (_, hour) => busyness(hour));
  const total = hours.reduce((sum, each) => sum + each, 0);
  const arrivals: Instant[] = [];
  let hour = 0;
  let before = 0;
  for (let index = 0; index < count; index += 1) {
    const place = ((index + chance.of('arrival', index)) / count) * total;
    while (before + hours[hour]! <= place) {
      before += hours[hour]!;
      hour += 1;
    }
    const at = (hour + (place - before) / hours[hour]!) * MS_PER_HOUR;
    arrivals.push(monday + Math.floor(at / gridMs) * gridMs);
  }
  return arrivals;
}

/** The end of the week in which leads come in. */
export function endOfWeek(monday: Instant): Instant {
  return monday + DAYS * MS_PER_DAY;
}

function busyness(hourOfWeek: number): number {
  const isWeekend = hourOfWeek >= 5 * WEEKDAY.length;
  return WEEKDAY[hourOfWeek % WEEKDAY.length]! * (isWeekend ? WEEKEND_SHARE : 1);
}
