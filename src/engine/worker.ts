import { type ClockKind, NEXT_MAX, type NextClock } from '../clocks/clock.js';
import type { Instant } from '../platform/values/duration.js';

/**
 * A part of the engine that acts when its clocks are due. A new worker is added to `Workers`; the sweep and the
 * watchdog need not know it.
 */
export interface Worker {
  /** The kinds of clocks that it carries out. */
  readonly serves: readonly ClockKind[];
  /** Whether it is in the middle of work that no clock shows until it is done. */
  readonly isUnderWay?: boolean;
  /**
   * Does one round of what is due, so that other workers have their turn.
   * @param isStopping checked between batches
   * @returns whether anything was done
   */
  round(isStopping: () => boolean): Promise<boolean>;
}

/**
 * Returns the workers that have something to do, in the order of their turns. If more is due than was read, there is a
 * backlog that may contain anything: then all workers have a turn, so that no kind of clock waits for the end of
 * another's.
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
