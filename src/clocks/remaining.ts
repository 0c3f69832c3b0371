import type { Instant, Interval } from '../platform/instant.js';
import type { Clock, ClockHours } from './clock.js';
import { windowOf } from './deadline.js';

/**
 * How much of the time promised is left at an instant, in milliseconds of the promise's own time: of a clock that stands
 * still what it had left when it stopped. Null unless it runs towards a deadline.
 * @param pauses of its own, as `pausesOf` has them; asked for only where it stands still
 */
export function remainingMs(clock: Clock, hours: ClockHours, pauses: readonly Interval[], now: Instant): number | null {
  if (clock.state !== 'running') return null;
  // As if what stands still went on now: until when it stands may not be known.
  const soFar = () => pauses.map(({ from, to }) => ({ from, to: Math.min(to, Math.max(from, now)) }));
  const dueAt = clock.pausedAt === null ? clock.dueAt : windowOf(clock, hours, soFar()).dueAt;
  if (dueAt === null) return null;
  const from = Math.max(now, clock.startedAt);
  return from >= dueAt ? 0 : hours.workingMsBetween(from, dueAt);
}
