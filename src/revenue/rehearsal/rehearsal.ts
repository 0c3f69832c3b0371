import { FAULTS_MAX } from '../../platform/fault.js';
import { refuse } from '../../platform/refusal.js';
import { rateOn } from '../fx-rate.js';
import { WindowTally } from '../retention.js';
import { convertedView, viewOf, type WindowView } from '../valuation.js';
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
  const tally = new WindowTally({ first, last }, reactivationAfterDays);
  for (const [account, given] of Object.entries(arr)) {
    const read = readSteps(given, customerCurrency);
    faults.push(...faultsOfAccount(account, read));
    if (faults.length >= FAULTS_MAX) break;
    if (faults.length === 0) tally.add(read.steps);
    yield;
  }
  refuse(faults);
  if (body.rates === undefined) return viewOf(tally.figures(), currency);
  const known = ratesOf(body.rates);
  const rates = { first: rateOn(first, known)!, last: rateOn(last, known)! };
  return convertedView(tally.figures(), { of: customerCurrency, in: currency, rates });
}
