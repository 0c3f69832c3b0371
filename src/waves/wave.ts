import type { WorkingTime } from '../calendar/working-time.js';
import { spreadReturns } from '../lifecycle/closing/spreading.js';
import type { Instant } from '../platform/values/duration.js';

/** In which order leads get their promise. */
export const WAVE_ORDERS = ['oldest', 'newest'] as const;
export type WaveOrder = (typeof WAVE_ORDERS)[number];

/** Returns when each wave comes: as the company opens on each of as many working days as it takes, from an instant on. */
export function instantsOfWaves(
  leads: number,
  { perDay, from, hours }: { readonly perDay: number; readonly from: Instant; readonly hours: WorkingTime },
): Instant[] {
  const days = Math.ceil(leads / perDay);
  const at = spreadReturns(from, { days, hours });
  return Array.from({ length: days }, (_, day) => at({ place: day, of: days }));
}
