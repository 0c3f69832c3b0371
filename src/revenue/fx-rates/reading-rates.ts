import { type Fault, fault, step } from '../../platform/fault.js';
import type { FxRatesBody } from './fx-rate.schema.js';
import type { FxRate } from './fx-rate.table.js';

/** Validates rates: equal entries count once, and others for the same currency and day are faults. */
export function readRates({ base, rates }: FxRatesBody): { rates: FxRate[]; faults: Fault[] } {
  const read = new Map<string, FxRate & { readonly place: number }>();
  const faults: Fault[] = [];
  for (const [place, { on, currency, rate }] of rates.entries()) {
    const at = `/rates${step(place)}`;
    const key = `${currency} ${on}`;
    const before = read.get(key);
    if (!/[1-9]/.test(rate)) faults.push(fault(`${at}/rate`, 'tooSmall', 'Expected a rate above zero.'));
    else if (currency === base)
      faults.push(fault(`${at}/currency`, 'contradiction', `Expected another currency than ${base}.`));
    else if (before !== undefined && before.rate !== rate)
      faults.push({
        ...{ pointer: at, code: 'duplicate' },
        message: `Entry ${before.place} (counted from 0) has another rate of ${currency} on ${on}.`,
      });
    else if (before === undefined) read.set(key, { base, currency, onDay: on, rate, place });
  }
  return { rates: [...read.values()].map(({ place: _, ...rate }) => rate), faults };
}
