import type { Term } from '../../deals/deal.js';
import { type Day, daysAfter } from '../../platform/day.js';

/** The last day on which notice can be given; where none is agreed, the last one of the term. */
export function lastDayOf({ endsOn, noticeDays }: Term): Day {
  return daysAfter(endsOn, -(noticeDays ?? 0));
}

/** The last days up to which a renewal is due on a day, so many days before. */
export function dueThrough(today: Day, daysBefore: number): Day {
  return daysAfter(today, daysBefore);
}
