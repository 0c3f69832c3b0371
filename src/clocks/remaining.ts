import type { Instant, Interval } from '../platform/instant.js';
import type { Clock, ClockHours } from './clock.js';
import { windowOf } from './deadline.js';

/**
 * How much of the promised time is left at an instant, in milliseconds of the promise's own time. A paused clock has
 * what was left when it was paused. Null unless it runs towards a deadline.
 * @param pauses of the clock (`pausesOf`); needed only if it is paused
 */
export function remainingMs(clock: Clock, hours: ClockHours, pauses: readonly Interval[], now: Instant): number | null {
  if (clock.state !== 'running') return null;
  // Counted as if the pause ended now, because its end may not be known.
  const soFar = () => pauses.map(({ from, to }) => ({ from, to: Math.min(to, Math.max(from, now)) }));
  const dueAt = clock.pausedAt === null ? clock.dueAt : windowOf(clock, hours, soFar()).dueAt;
  if (dueAt === null) return null;
  const from = Math.max(now, clock.startedAt);
  return from >= dueAt ? 0 : hours.workingMsBetween(from, dueAt);
}
