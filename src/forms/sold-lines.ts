import { amountIn } from '../platform/values/money.js';
import { amountOf, type BilledLines, countedIn, unitsOf } from './billing.js';
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
  /** What the lines that count towards the deal's amount add up to; null if there are none. */
  readonly counted: string | null;
  /** Whether the deal may be worth another amount: lines are billed as they are used, or the form says why. */
  readonly isOpen: boolean;
}

/** A year, over which the price of a line by period is its ARR. */
const YEAR = { startsOn: '2026-01-01', endsOn: '2026-12-31' };

/** @returns null without lines or a currency */
export function soldLinesOf(billed: BilledLines | null, currency: string | null): SoldLines | null {
  if (billed === null || currency === null) return null;
  const sums = { once: 0n, overTerm: 0n, aYear: 0n };
  let unpriced = 0;
  let isUsed = false;
  for (const line of billed.lines) {
    const whole = pricedLine(line, { currency });
    const priced = whole === 'unpriced' ? pricedLine(line, { ...YEAR, currency }) : whole;
    if (typeof priced === 'string') unpriced += 1;
    else if (priced.kind === 'oneOff') sums.once += priced.amount;
    else if (priced.kind === 'usage') isUsed = true;
    else sums[whole === 'unpriced' ? 'aYear' : 'overTerm'] += priced.amount;
  }
  const money = (units: bigint) => amountIn(units, currency);
  const counted = countedIn(billed.lines);
  return {
    once: money(sums.once),
    overTerm: money(sums.overTerm),
    aYear: money(sums.aYear),
    unpriced,
    counted: counted === null ? null : amountOf(counted),
    isOpen: billed.isExplained === true || (counted === null && isUsed),
  };
}

/**
 * Reports whether lines are those of a deal of an amount: those that count, or all of them, add up to it.
 * @param whole what all of them come to over the term
 */
export function fitsAmount({ counted, isOpen }: SoldLines, amount: string, whole: string): boolean {
  return isOpen || [counted, whole].some((sum) => sum !== null && unitsOf(sum) === unitsOf(amount));
}
