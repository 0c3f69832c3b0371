import type { Day } from '../platform/day.js';
import { type Ratio, ratioOf } from '../platform/money.js';

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
  readonly rate: string;
}

/**
 * Returns what a unit of one currency is worth in another: as quoted, else the inverse of the opposite quote, else by
 * way of a base that quotes both.
 * @param quotes of one day, each base and currency once @returns null if it follows from none of them
 */
export function worthOf(of: string, currency: string, quotes: readonly Quote[]): Ratio | null {
  const quoted = (base: string, other: string) => {
    const quote = quotes.find((each) => each.base === base && each.currency === other);
    return quote === undefined ? null : ratioOf(quote.rate);
  };
  if (of === currency) return ONE;
  const inverse = quoted(currency, of);
  const direct = quoted(of, currency) ?? (inverse && over(ONE, inverse));
  if (direct !== null) return direct;
  for (const base of new Set(quotes.map((quote) => quote.base))) {
    const [each, other] = [quoted(base, currency), quoted(base, of)];
    if (each !== null && other !== null) return over(each, other);
  }
  return null;
}

const ONE: Ratio = { over: 1n, under: 1n };

function over(one: Ratio, other: Ratio): Ratio {
  return { over: one.over * other.under, under: one.under * other.over };
}
