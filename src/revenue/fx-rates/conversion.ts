import type { Ratio } from '../../platform/money.js';

/** What one unit of a base was worth in a currency, last told. */
export interface KnownRate {
  readonly base: string;
  readonly currency: string;
  readonly rate: Ratio;
}

const ONE: Ratio = { over: 1n, under: 1n };

/** How much of one currency a unit of another is worth: by a base that is known in both. @returns null where none is */
export function worthOf(from: string, to: string, rates: readonly KnownRate[]): Ratio | null {
  if (from === to) return ONE;
  const inBase = (base: string, currency: string) =>
    base === currency ? ONE : rates.find((each) => each.base === base && each.currency === currency)?.rate;
  for (const base of new Set([to, from, ...rates.map((each) => each.base)])) {
    const [ofFrom, ofTo] = [inBase(base, from), inBase(base, to)];
    if (ofFrom !== undefined && ofTo !== undefined)
      return { over: ofTo.over * ofFrom.under, under: ofTo.under * ofFrom.over };
  }
  return null;
}
