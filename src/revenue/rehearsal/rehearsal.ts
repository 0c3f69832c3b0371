import { FAULTS_MAX } from '../../platform/input/fault.js';
import { refuse } from '../../platform/input/refusal.js';
import type { Day } from '../../platform/values/day.js';
import { rateOn } from '../fx-rate.js';
import { scaleOf, type Valuation, ValuedTally, valuedIn, type WindowView } from '../valuation.js';
import { faultsOfAccount, faultsOfTerms, ratesOf, readSteps } from './reading-rehearsal.js';
import type { RevenueRehearsalBody } from './rehearsal.schema.js';

/**
 * Calculates the figures of a window from histories of ARR. Yields after each account.
 * @throws InvalidRequestError with the first faults, up to FAULTS_MAX or a few more
 */
export function* rehearse(body: RevenueRehearsalBody): Generator<void, WindowView> {
  const { currency, customerCurrency = currency, reactivationAfterDays, arr } = body;
  const [first, last] = body.window;
  const faults = faultsOfTerms(body);
  // With faults in the terms there may be no rates, and nothing is added up.
  const valuation = faults.length === 0 ? valuationOf(body) : valuedIn(customerCurrency);
  const tally = new ValuedTally({ first, last }, reactivationAfterDays, valuation);
  for (const [account, given] of Object.entries(arr)) {
    const read = readSteps(given, customerCurrency);
    faults.push(...faultsOfAccount(account, read));
    if (faults.length >= FAULTS_MAX) break;
    if (faults.length === 0)
      tally.add(({ factors }) => {
        const factor = factors.get(customerCurrency)!;
        return { steps: read.steps.map(({ on, arr: units }) => ({ on, arr: units * factor })) };
      });
    yield;
  }
  refuse(faults);
  return tally.view();
}

/** Of a request without faults in its terms. */
function valuationOf({ window: [first, last], currency, customerCurrency, rates }: RevenueRehearsalBody): Valuation {
  if (customerCurrency === undefined || rates === undefined) return valuedIn(currency);
  const known = ratesOf(rates);
  const scaleOn = (day: Day) => scaleOf(currency, new Map([[customerCurrency, rateOn(day, known)!]]));
  return { in: currency, first: scaleOn(first), last: scaleOn(last), isConverted: true };
}
