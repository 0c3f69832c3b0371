import type { Day } from '../../platform/day.js';
import { FAULTS_MAX } from '../../platform/fault.js';
import { refuse } from '../../platform/refusal.js';
import { rateOn } from '../fx-rate.js';
import { scaleOf, type Valuation, ValuedTally, valuedIn, type WindowView } from '../valuation.js';
import { faultsOfAccount, faultsOfTerms, ratesOf, readSteps } from './reading-rehearsal.js';
import type { RevenueRehearsalBody } from './rehearsal.schema.js';

/**
 * What histories of ARR come to in a window. Stops after each account.
 * @throws InvalidRequestError with what is wrong, but no endless list of it
 */
export function* rehearse(body: RevenueRehearsalBody): Generator<void, WindowView> {
  const { currency, customerCurrency = currency, reactivationAfterDays, arr } = body;
  const [first, last] = body.window;
  const faults = faultsOfTerms(body);
  // With faults there may be no rates to value anything by, and nothing is added up.
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

/** Of a request whose terms are right. */
function valuationOf({ window: [first, last], currency, customerCurrency, rates }: RevenueRehearsalBody): Valuation {
  if (customerCurrency === undefined || rates === undefined) return valuedIn(currency);
  const known = ratesOf(rates);
  const scaleOn = (day: Day) => scaleOf(currency, new Map([[customerCurrency, rateOn(day, known)!]]));
  return { in: currency, first: scaleOn(first), last: scaleOn(last), isConverted: true };
}
