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
