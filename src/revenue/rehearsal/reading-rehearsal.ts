import { collectFaults, FAULTS_MAX, type Fault, fault, step, under } from '../../platform/input/fault.js';
import { digitsOf, minorUnitsOf, type Ratio, ratioOf } from '../../platform/values/money.js';
import { counted } from '../../platform/values/words.js';
import { type RateStep, rateOn } from '../fx-rate.js';
import type { AccountArrStep } from '../movements.js';
import { type GivenStep, type RevenueRehearsalBody, STEPS_MAX } from './rehearsal.schema.js';

/** The steps of an account by day, or why they are none. */
interface ReadSteps {
  readonly steps: readonly AccountArrStep[];
  readonly faults: readonly Fault[];
}

/** Returns the faults of a request, without those of its amounts. */
export function faultsOfTerms(body: RevenueRehearsalBody): Fault[] {
  const [first, last] = body.window;
  const steps = Object.values(body.arr).reduce((sum, { length }) => sum + length, 0);
  return collectFaults(
    last < first && invalid('/window/1', `Expected the last day, ${first} or later, not ${last}.`),
    steps > STEPS_MAX && tooMany(steps),
    faultsOfCurrencies(body),
    faultsOfRates(body),
  );
}

function tooMany(steps: number): Fault {
  const [most, sent] = [STEPS_MAX, steps].map((count) => count.toLocaleString('en'));
  return fault('/arr', 'tooMany', `Expected at most ${most} entries together, not ${sent}.`);
}

function faultsOfCurrencies({ currency, customerCurrency, rates }: RevenueRehearsalBody): Fault[] {
  if (customerCurrency === undefined)
    return rates === undefined ? [] : [missing('customerCurrency', 'rates', 'the currency that they convert')];
  if (rates === undefined) return [missing('rates', 'customerCurrency', `what it is worth in ${currency}`)];
  if (customerCurrency !== currency) return [];
  return [invalid('/customerCurrency', `Expected another currency than ${currency}, or none, and no rates.`)];
}

function missing(field: string, beside: string, what: string): Fault {
  return fault(step(field), 'required', `"${field}" is required with "${beside}": ${what}.`);
}

/** Both days of the window need a rate, since their ARR is converted. */
function faultsOfRates({ window: [first, last], rates }: RevenueRehearsalBody): Fault[] {
  if (rates === undefined) return [];
  const zero = Object.keys(rates).filter((day) => ratioOf(rates[day]!)!.over === 0n);
  const known = ratesOf(rates);
  const ends = [...new Set([first, last])].filter((day) => rateOn(day, known) === null);
  return [
    ...zero.map((day) => invalid(`/rates${step(day)}`, 'Expected a rate above zero.')),
    ...ends.map((day) =>
      fault('/rates', 'required', `Expected a rate of ${day} or of a day before it: the ARR of that day is converted.`),
    ),
  ];
}

export function ratesOf(rates: Readonly<Record<string, string>>): RateStep[] {
  return Object.entries(rates).map(([on, rate]) => ({ on, rate: ratioOf(rate) as Ratio }));
}

export function readSteps(given: readonly GivenStep[], currency: string): ReadSteps {
  const steps: AccountArrStep[] = [];
  const faults: Fault[] = [];
  const firstOn = new Map<string, number>();
  for (const [index, { on, arr }] of given.entries()) {
    const minorUnits = minorUnitsOf(arr, currency);
    const same = firstOn.get(on);
    if (minorUnits === null) faults.push(invalid(`/${index}/arr`, placesWords(currency)));
    if (same !== undefined)
      faults.push(
        fault(
          `/${index}/on`,
          'duplicate',
          `This is the same day as that of entry ${same} (counted from 0): expected one ARR a day.`,
        ),
      );
    firstOn.set(on, same ?? index);
    steps.push({ on, arr: minorUnits ?? 0n });
    if (faults.length >= FAULTS_MAX) break;
  }
  return { steps: steps.sort((one, other) => (one.on < other.on ? -1 : 1)), faults };
}

function placesWords(currency: string): string {
  const digits = digitsOf(currency);
  if (digits === 0) return `Expected an amount without decimals: ${currency} has none.`;
  return `Expected an amount with at most ${counted(digits, 'decimal')}, as many as ${currency} has.`;
}

export function faultsOfAccount(account: string, { faults }: ReadSteps): Fault[] {
  return under(`/arr${step(account)}`, faults);
}

function invalid(pointer: string, message: string): Fault {
  return fault(pointer, 'value', message);
}
