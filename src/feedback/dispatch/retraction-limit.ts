import { type Instant, MS_PER_DAY } from '../../platform/duration.js';
import type { DeliveryRow } from '../delivery-row.js';
import type { Destination } from '../destinations/destination.js';

/** What says how much a destination may take back within a day. */
type Limited = Pick<Destination, 'retractionsPerDay' | 'releasedAt'>;

/**
 * How many of the deliveries that are due count towards the limit. What was due when a person released the destination does
 * not, however often it is handed out until the platform takes it. `countRetractions` in `due.store.ts` leaves out the same.
 */
export function countedOf(due: readonly DeliveryRow[]): number {
  return due.filter(({ kind, isReleased }) => kind === 'retract' && !isReleased).length;
}

/** From when on what was taken back counts. */
export function countedSince({ releasedAt }: Limited, now: Instant): Instant {
  return Math.max(now - MS_PER_DAY, releasedAt ?? 0);
}

/** Why nothing is handed out until a person has looked; null where it is not too much. */
export function whyTooMany(
  { before, due }: { readonly before: number; readonly due: number },
  { retractionsPerDay }: Limited,
): string | null {
  const count = before + due;
  return count <= retractionsPerDay ? null : `${count} within a day, and ${retractionsPerDay} may be`;
}
