import { type Instant, MS_PER_DAY } from '../../platform/instant.js';
import type { DeliveryRow } from '../delivery-row.js';
import type { Destination } from '../destinations/destination.js';

/** What says how much a destination may take back within a day. */
type Limited = Pick<Destination, 'retractionsPerDay' | 'releasedAt'>;

/**
 * How many of what is to leave count towards the limit: what was due when a person let it go does not, however often it is
 * handed out until the platform takes it. `countRetractions` in `due.store.ts` leaves out the same.
 */
export function countedOf(leaving: readonly DeliveryRow[]): number {
  return leaving.filter(({ kind, isReleased }) => kind === 'retract' && !isReleased).length;
}

/** From when on what was taken back counts. */
export function countedSince({ releasedAt }: Limited, now: Instant): Instant {
  return Math.max(now - MS_PER_DAY, releasedAt ?? 0);
}

/** Why nothing is handed out until a person has looked; null where it is not too much. */
export function whyTooMany(
  { before, leaving }: { readonly before: number; readonly leaving: number },
  { retractionsPerDay }: Limited,
): string | null {
  const count = before + leaving;
  return count <= retractionsPerDay ? null : `${count} within a day, and ${retractionsPerDay} may be`;
}
