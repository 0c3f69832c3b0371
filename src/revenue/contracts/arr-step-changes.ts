import type { KeptStep } from './arr-step.table.js';
import { stepsOf } from './arr-steps.js';
import type { Contract } from './contract.js';

type NewStep = Omit<KeptStep, 'id' | 'knownAt' | 'replacedAt'>;

/** Compares the stored steps of contracts with those that follow now: ids of obsolete ones, and new ones. */
export function differing(
  contracts: readonly Contract[],
  kept: readonly KeptStep[],
): { readonly gone: string[]; readonly added: NewStep[] } {
  const wanted = new Map(contracts.flatMap(keptOf).map((step) => [wholeOf(step), step]));
  const known = new Set(kept.map(wholeOf));
  return {
    gone: kept.filter((step) => !wanted.has(wholeOf(step))).map(({ id }) => id),
    added: [...wanted].filter(([whole]) => !known.has(whole)).map(([, step]) => step),
  };
}

export function keptOf(contract: Contract): NewStep[] {
  const { id: contractId, currency } = contract;
  return stepsOf(contract).map((step) => ({
    contractId,
    currency,
    ...step,
    arr: String(step.arr),
    change: String(step.change),
  }));
}

function wholeOf({ contractId, accountId, product, kind, currency, onDay, arr, change, cause }: NewStep): string {
  return JSON.stringify([contractId, accountId, product, kind, currency, onDay, arr, change, cause]);
}
