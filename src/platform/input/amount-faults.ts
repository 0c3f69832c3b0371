import { digitsOf, minorUnitsOf } from '../values/money.js';
import { counted } from '../values/words.js';
import type { Fault } from './fault.js';

/** Rejects an amount with more decimals than its currency has. */
export function faultsOfAmount(pointer: string, amount: string, currency: string): Fault[] {
  if (minorUnitsOf(amount, currency) !== null) return [];
  const message = `Expected an amount with at most ${counted(digitsOf(currency), 'decimal')}, as ${currency} has.`;
  return [{ pointer, code: 'decimals', message }];
}
