import type { Sql } from '../platform/database.js';
import { Registry } from '../platform/registry.js';

interface DealContracts {
  /** Returns the accounts of contracts that exist, by contract id. */
  readonly readAccounts: (sql: Sql, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** SQL condition: a contract was made from `deal`, and decides for how long it lasts. */
  readonly ofDeal: string;
}

/** Filled by the satellite for contracts; empty without it. */
export const DEAL_CONTRACTS = new Registry<DealContracts>();

export async function readContractAccounts(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(DEAL_CONTRACTS.all.map(({ readAccounts }) => readAccounts(sql, ids)));
  return new Map(found.flatMap((accounts) => [...accounts]));
}

/** SQL condition: `deal` is the renewal of a contract, or a contract was made from it. */
export function isOfContract(): string {
  return ['deal.contract_term is not null', ...DEAL_CONTRACTS.all.map(({ ofDeal }) => ofDeal)].join(' or ');
}
