import type { ClockKind } from '../clocks/clock.js';

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
