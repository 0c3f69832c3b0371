import type { Fault } from './fault.js';
import { digitsOf, minorUnitsOf } from './money.js';
import { counted } from './words.js';

/** Rejects an amount with more decimals than its currency has. */
export function faultsOfAmount(pointer: string, amount: string, currency: string): Fault[] {
  if (minorUnitsOf(amount, currency) !== null) return [];
  const message = `Expected an amount with at most ${counted(digitsOf(currency), 'decimal')}, as ${currency} has.`;
  return [{ pointer, code: 'decimals', message }];
}
