import type { Day } from '../platform/day.js';
import { type Ratio, ratioOf } from '../platform/money.js';

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

/** One unit of the base is worth so much of the currency. */
export interface Quote {
  readonly base: string;
  readonly currency: string;
  /** A decimal above zero. */
  readonly rate: string;
}

/**
 * How much of one currency a unit of another is worth: as it is quoted, else the inverse of what is quoted the other way
 * round, else by way of a base that quotes both.
 * @param quotes of one day, each base and currency once @returns null where none of them says it
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
