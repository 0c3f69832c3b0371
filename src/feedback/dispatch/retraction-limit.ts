import { type Instant, MS_PER_DAY } from '../../platform/values/duration.js';
import type { DeliveryRow } from '../delivery-row.js';
import type { Destination } from '../destinations/destination.js';

type LimitedDestination = Pick<Destination, 'retractionsPerDay' | 'resumedAt'>;

/**
 * Counts the due deliveries that fall under the limit. Retractions that were due when a person released the destination
 * do not, however often they are handed out. `countRetractions` in `due.store.ts` leaves out the same.
 */
export function countedOf(due: readonly DeliveryRow[]): number {
  return due.filter(({ kind, isReleased }) => kind === 'retract' && !isReleased).length;
}

/** Returns the instant since which retractions count. */
export function countedSince({ resumedAt }: LimitedDestination, now: Instant): Instant {
  return Math.max(now - MS_PER_DAY, resumedAt ?? 0);
}

/** Returns why nothing is handed out until a person resumes the destination, or null if the limit is kept. */
export function whyTooMany(
  { before, due }: { readonly before: number; readonly due: number },
  { retractionsPerDay }: LimitedDestination,
): string | null {
  const count = before + due;
  return count <= retractionsPerDay ? null : `${count} within a day, and ${retractionsPerDay} may be`;
}
