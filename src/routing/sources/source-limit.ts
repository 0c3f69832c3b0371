import { type Instant, MS_PER_MINUTE } from '../../platform/values/duration.js';

export interface RoutedCount {
  readonly at: Instant;
  readonly leads: number;
}

/** Returns the instant since which routed leads count against a limit. */
export function minuteBefore(now: Instant): Instant {
  return now - MS_PER_MINUTE;
}

/**
 * Returns how many leads of a source may still be routed, so that no minute has more than its limit. Leads routed by a
 * node whose clock is a moment ahead count as well.
 */
export function roomFor(routed: readonly RoutedCount[], maxPerMinute: number, now: Instant): number {
  const since = minuteBefore(now);
  const counted = routed.reduce((sum, { at, leads }) => sum + (at > since ? leads : 0), 0);
  return Math.max(0, maxPerMinute - counted);
}
