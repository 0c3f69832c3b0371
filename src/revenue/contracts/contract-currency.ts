import type { Contract } from './contract.js';

/** Contracts that have amounts in their currency, and what these are. */
export type InCurrency = ReadonlyMap<string, 'invoices' | 'usage'>;

/** What keeps a contract in its currency: amounts that were told in it stay in it. @returns undefined where nothing does */
export function keptInCurrencyBy(
  { id, currency }: Pick<Contract, 'id' | 'currency'>,
  next: string,
  inCurrency: InCurrency,
): 'invoices' | 'usage' | undefined {
  return currency === next ? undefined : inCurrency.get(id);
}
