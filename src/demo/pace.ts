import { type Instant, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/instant.js';
import type { Manner } from './cast.js';

/** In what steps a week goes by. */
export interface Pace {
  /**
   * Leads come in on whole multiples of this, what people do meanwhile is told then, with the time at which they did it,
   * and the engine does then what has fallen due: a coarser grid makes a large file affordable.
   */
  readonly gridMs: number;
  /** How often what platforms would be told catches up. */
  readonly toldEveryMs: number;
  readonly manner: Manner;
}

/** Up to so many leads each instant is one of its own. */
const ONE_BY_ONE_MAX = 1_000;

export const ONE_BY_ONE: Pace = {
  gridMs: MS_PER_SECOND,
  toldEveryMs: 6 * MS_PER_HOUR,
  manner: { byCrm: false },
};

/** Promises of five and thirty minutes that begin on this grid end on it: they are missed when they are due. */
export const BY_MANY: Pace = {
  gridMs: 5 * MS_PER_MINUTE,
  toldEveryMs: MS_PER_DAY,
  manner: { byCrm: true },
};

/** @param leads of the file */
export function paceOf(leads: number): Pace {
  return leads > ONE_BY_ONE_MAX ? BY_MANY : ONE_BY_ONE;
}

/** The first instant of the grid from then on. */
export function onGrid(at: Instant, gridMs: number): Instant {
  return Math.ceil(at / gridMs) * gridMs;
}
