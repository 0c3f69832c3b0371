import { type ClockKind, NEXT_MAX, type NextClock } from '../clocks/clock.js';
import type { Instant } from '../platform/duration.js';

/**
 * Something that the engine does when time has come for it. What may be due is said by clocks; whoever adds a worker
 * adds it to Workers, and the sweep and the watchdog need not know.
 */
export interface Worker {
  /** The clocks that it carries out. */
  readonly serves: readonly ClockKind[];
  /** Whether it is in the middle of work of which no clock tells until it is done. */
  readonly isUnderWay?: boolean;
  /**
   * One round of what is due, so that others have their turn.
   * @param isStopping asked between batches
   * @returns whether anything was done
   */
  round(isStopping: () => boolean): Promise<boolean>;
}

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
