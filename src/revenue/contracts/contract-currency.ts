import type { Contract } from './contract.js';

/** Contracts that have amounts in their currency, and of what kind. */
export type InCurrency = ReadonlyMap<string, 'invoices' | 'usage'>;

/** Returns what prevents a change of currency, or undefined: reported amounts stay in the currency they were in. */
export function keptInCurrencyBy(
  { id, currency }: Pick<Contract, 'id' | 'currency'>,
  next: string,
  inCurrency: InCurrency,
): 'invoices' | 'usage' | undefined {
  return currency === next ? undefined : inCurrency.get(id);
}
