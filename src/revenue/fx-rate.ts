import type { Day } from '../platform/day.js';
import type { Ratio } from '../platform/money.js';

/** A rate from a day on, until the next. */
export interface RateStep {
  readonly on: Day;
  readonly rate: Ratio;
}

/** The rate of a day, else the latest before it. @param rates in any order @returns null where there is none yet */
export function rateOn(day: Day, rates: readonly RateStep[]): Ratio | null {
  let latest: RateStep | null = null;
  for (const each of rates) if (each.on <= day && (latest === null || each.on > latest.on)) latest = each;
  return latest === null ? null : latest.rate;
}
