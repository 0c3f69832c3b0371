import { amountIn } from '../platform/values/money.js';
import type { BilledLines } from './billing.js';
import { pricedLine } from './priced-line.js';

/** What the billing lines of a form come to in a contract, whatever its term. Decimals in the currency of the deal. */
export interface SoldLines {
  /** Invoiced once: it has no ARR. */
  readonly once: string;
  /** What recurs, of lines that say what they come to over the whole term. */
  readonly overTerm: string;
  /** What recurs, of lines that say what they come to by period: the ARR of these. */
  readonly aYear: string;
  /** Lines whose price is not known: no contract is made before it is. */
  readonly unpriced: number;
}

/** A year, over which the price of a line by period is its ARR. */
const YEAR = { startsOn: '2026-01-01', endsOn: '2026-12-31' };

/** @returns null without lines or a currency */
export function soldLinesOf(billed: BilledLines | null, currency: string | null): SoldLines | null {
  if (billed === null || currency === null) return null;
  const sums = { once: 0n, overTerm: 0n, aYear: 0n };
  let unpriced = 0;
  for (const line of billed.lines) {
    const whole = pricedLine(line, { currency });
    const priced = whole === 'unpriced' ? pricedLine(line, { ...YEAR, currency }) : whole;
    if (typeof priced === 'string') unpriced += 1;
    else if (priced.kind === 'oneOff') sums.once += priced.amount;
    else if (priced.kind !== 'usage') sums[whole === 'unpriced' ? 'aYear' : 'overTerm'] += priced.amount;
  }
  const money = (units: bigint) => amountIn(units, currency);
  return { once: money(sums.once), overTerm: money(sums.overTerm), aYear: money(sums.aYear), unpriced };
}
