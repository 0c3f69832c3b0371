import { NEXT_MAX, type NextClock } from '../clocks/clock.js';
import type { Instant } from '../platform/instant.js';
import type { Worker } from './worker.js';

/**
 * Those who have something to do, in the order of their turns. Where more is due than was looked at there is a backlog,
 * and anything may be behind it: then everybody has a turn, so that no kind of clock waits for the end of another's.
 * @param next the clocks that are due next, the earliest first
 */
export function whoseTurn<Each extends Pick<Worker, 'serves' | 'isUnderWay'>>(
  workers: readonly Each[],
  next: readonly NextClock[],
  now: Instant,
): Each[] {
  const due = next.filter(({ at }) => at <= now).map(({ kind }) => kind);
  if (due.length === NEXT_MAX) return [...workers];
  return workers.filter(({ serves, isUnderWay }) => isUnderWay || serves.some((kind) => due.includes(kind)));
}
