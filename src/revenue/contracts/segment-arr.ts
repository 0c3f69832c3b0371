import type { LineKind } from '../../forms/contract-lines.dto.js';
import { type Day, daysBetween, wholeMonthsOf } from '../../platform/values/day.js';
import { type Ratio, round } from '../../platform/values/money.js';

/** Part of a line in which its price stays the same. Amounts are minor units of the contract's currency. */
export interface Segment {
  /** Its first day. */
  readonly from: Day;
  /** Its last day; null if no end is agreed. */
  readonly to: Day | null;
  /** Net of tax and of discounts, for the whole span. */
  readonly amount: bigint;
  /** The reported ARR, instead of the one that follows from the amount. */
  readonly arr?: bigint | null;
}

const MONTHS_PER_YEAR = 12n;
const DAYS_PER_YEAR = 365n;

/** Reports whether lines of a kind have ARR: what is billed once, or only as it is used, does not recur. */
export function hasArr(kind: LineKind): boolean {
  return kind === 'recurring' || kind === 'commitment';
}

/**
 * Returns the ARR of a segment of a line that has ARR: a year's worth of it, whatever its length.
 * @returns minor units, rounded once; null for a segment with neither an end nor a reported ARR
 */
export function arrOf({ from, to, amount, arr }: Segment): bigint | null {
  if (arr !== undefined && arr !== null) return arr;
  if (to === null) return null;
  const { over, under } = yearOf(from, to);
  return round({ over: amount * over, under });
}

/** Returns how many times a span fits into a year, both ends counted: by months where they are whole, else by days. */
export function yearOf(from: Day, to: Day): Ratio {
  const months = wholeMonthsOf(from, to);
  return months === null
    ? { over: DAYS_PER_YEAR, under: BigInt(daysBetween(from, to) + 1) }
    : { over: MONTHS_PER_YEAR, under: BigInt(months) };
}
