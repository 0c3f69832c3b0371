import { collectFaults, type Fault, fault } from '../platform/input/fault.js';
import type { Day } from '../platform/values/day.js';
import type { Ratio } from '../platform/values/money.js';
import { type Quote, worthOf } from './fx-rate.js';
import type { RevenueWindow } from './retention.js';
import { scaleOf, type Valuation, valuedIn } from './valuation.js';

interface QuotesOfWindow {
  readonly first: readonly Quote[];
  readonly last: readonly Quote[];
}

interface ValuationResult {
  readonly valuation: Valuation;
  readonly faults: readonly Fault[];
}

/**
 * Chooses the currency of a report, and the rates.
 * @param asked the currency of the answer; undefined for the only one that contracts are in
 * @param currencies of the contracts @param usual if there are no contracts
 */
export function valuationOf(
  { asked, currencies, usual }: { asked: string | undefined; currencies: readonly string[]; usual: string },
  window: RevenueWindow,
  quotes: QuotesOfWindow,
): ValuationResult {
  const { currency, faults: undecided } = currencyAmong(asked, currencies, usual, 'Contracts');
  const plain = valuedIn(currency);
  if (undecided.length > 0) return { valuation: plain, faults: undecided };
  if (currencies.every((each) => each === currency)) return { valuation: plain, faults: [] };
  const first = ratesOf(currency, currencies, window.first, quotes.first);
  const last = ratesOf(currency, currencies, window.last, quotes.last);
  const faults = collectFaults(first.faults, window.first !== window.last && last.faults);
  if (faults.length > 0) return { valuation: plain, faults };
  const scales = { first: scaleOf(currency, first.rates), last: scaleOf(currency, last.rates) };
  return { valuation: { in: currency, ...scales, isConverted: true }, faults };
}

/**
 * Chooses the currency in which amounts are added up: the requested one, else the only one that there is.
 * @param what is in these currencies, for the message @param usual if there are none
 */
export function currencyAmong(
  requested: string | undefined,
  currencies: readonly string[],
  usual: string,
  what: string,
): { readonly currency: string; readonly faults: readonly Fault[] } {
  const currency = requested ?? currencies[0] ?? usual;
  if (requested !== undefined || currencies.length < 2) return { currency, faults: [] };
  const message = `${what} are in ${currencies.join(', ')}. Expected the currency of the answer.`;
  return { currency, faults: [fault('/currency', 'severalCurrencies', message)] };
}

/** Returns the worth of other currencies on a day, with a fault for each that has no known rate. */
export function ratesOf(currency: string, currencies: readonly string[], day: Day, quotes: readonly Quote[]) {
  const rates = new Map<string, Ratio>();
  const faults: Fault[] = [];
  for (const of of currencies) {
    const worth = worthOf(of, currency, quotes);
    if (worth !== null) rates.set(of, worth);
    else
      faults.push({
        pointer: '/currency',
        code: 'rateMissing',
        message: `There is no rate between ${of} and ${currency} of ${day}, nor of a day before it. Expected one at /v1/fx-rates.`,
      });
  }
  return { rates, faults };
}
