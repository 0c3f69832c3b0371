import type { Term } from '../../deals/deal.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { type Day, dayIn, daysAfter } from '../../platform/day.js';
import type { KindVersion } from '../kinds/handoff-kind.js';

/** The last day on which notice can be given; where none is agreed, the last one of the term. */
export function lastDayOf({ endsOn, noticeDays }: Term): Day {
  return daysAfter(endsOn, -(noticeDays ?? 0));
}

/** The last days up to which a renewal is due on a day, so many days before. */
export function dueThrough(today: Day, daysBefore: number): Day {
  return daysAfter(today, daysBefore);
}

/** In the zone of the company: a contract is the company’s, whoever looks after it. */
export function todayOf({ directory, now }: UnitOfWork): Day {
  return dayIn(now, directory.timeZoneOf(null));
}

/** Up to which last days renewals of a kind are due. */
export function throughOf({ body }: KindVersion, today: Day): Day {
  // A kind that begins in another way by now has none.
  return dueThrough(today, body.start.daysBefore ?? 0);
}
