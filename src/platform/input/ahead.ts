import { type Day, daysAfter } from '../values/day.js';
import { type Instant, MS_PER_MINUTE } from '../values/duration.js';
import { type Fault, fault } from './fault.js';

/** How far the clocks of programs that report something may be ahead of ours. */
const AHEAD_MAX_MS = 5 * MS_PER_MINUTE;

/** Reports whether something that has happened is dated further ahead than clocks differ. */
export function isAhead(at: Instant, now: Instant): boolean {
  return at > now + AHEAD_MAX_MS;
}

export function futureFault(pointer: string): Fault {
  return fault(pointer, 'future', 'Expected an instant at most 5 minutes ahead.');
}

/** Returns the instant, or the latest that is accepted: a state dated years ahead would block updates for years. */
export function notAhead(changedAt: Instant | null, now: Instant): Instant | null {
  return changedAt && Math.min(changedAt, now + AHEAD_MAX_MS);
}

/** Allows one day more: where it happened, it may be tomorrow already. @param today of the company */
export function isAfterTomorrow(day: Day, today: Day): boolean {
  return day > daysAfter(today, 1);
}

/** @param what is reported, and since when it can be, such as `an invoice once it has been issued` */
export function futureDayFault(pointer: string, what: string): Fault {
  return fault(pointer, 'future', `Expected a day up to today: send ${what}.`);
}
