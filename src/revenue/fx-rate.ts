import type { Day } from '../platform/values/day.js';
import { type Ratio, ratioOf } from '../platform/values/money.js';

/** A rate from a day on, until the next. */
export interface RateStep {
  readonly on: Day;
  readonly rate: Ratio;
}

/** The rate of a day, else the latest before it. @param rates in any order @returns null if there is none yet */
export function rateOn(day: Day, rates: readonly RateStep[]): Ratio | null {
  let latest: RateStep | null = null;
  for (const each of rates) if (each.on <= day && (latest === null || each.on > latest.on)) latest = each;
  return latest === null ? null : latest.rate;
}

/** What one unit of the base is worth in the currency. */
export interface Quote {
  readonly base: string;
  readonly currency: string;
  readonly onDay: Day;
  readonly rate: string;
}

/**
 * Returns what a unit of one currency is worth in another, by the latest rates: as quoted, the inverse of the opposite
 * quote, or by way of a base that quotes both, which is as old as the older of the two. In this order for one day.
 * @param quotes the latest of each base and currency @returns null if it follows from none of them
 */
export function worthOf(of: string, currency: string, quotes: readonly Quote[]): Ratio | null {
  if (of === currency) return ONE;
  const quoted = (base: string, other: string): RateStep[] =>
    quotes
      .filter((each) => each.base === base && each.currency === other)
      .map(({ onDay, rate }) => ({ on: onDay, rate: ratioOf(rate)! }));
  const inverse = quoted(currency, of).map(({ on, rate }) => ({ on, rate: over(ONE, rate) }));
  const bases = [...new Set(quotes.map(({ base }) => base))];
  const crossed = bases.flatMap((base) =>
    quoted(base, currency).flatMap((each) =>
      quoted(base, of).map((other) => ({
        on: [each.on, other.on].sort()[0]!,
        rate: over(each.rate, other.rate),
      })),
    ),
  );
  return rateOn(LAST, [...quoted(of, currency), ...inverse, ...crossed]);
}

const LAST: Day = '9999-12-31';

const ONE: Ratio = { over: 1n, under: 1n };

function over(one: Ratio, other: Ratio): Ratio {
  return { over: one.over * other.under, under: one.under * other.over };
}
