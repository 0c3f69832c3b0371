import type { Sql } from '../platform/database.js';
import { Registry } from '../platform/registry.js';

/** What deals have to know of contracts. */
interface DealContracts {
  /** Whose contracts are, by the ids of those that there are. */
  readonly readAccounts: (sql: Sql, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** SQL for whether a contract came of a `deal`: it says then for how long that is agreed. */
  readonly ofDeal: string;
}

/** Filled by the satellite that keeps contracts; without it there are none. */
export const DEAL_CONTRACTS = new Registry<DealContracts>();

export async function readContractAccounts(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(DEAL_CONTRACTS.all.map(({ readAccounts }) => readAccounts(sql, ids)));
  return new Map(found.flatMap((accounts) => [...accounts]));
}

/** SQL for whether a `deal` is renewed by a contract, as a deal of its own, or is that deal. */
export function isOfContract(): string {
  return ['deal.contract_term is not null', ...DEAL_CONTRACTS.all.map(({ ofDeal }) => ofDeal)].join(' or ');
}
