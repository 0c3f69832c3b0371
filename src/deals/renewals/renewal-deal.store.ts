import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/database.js';

/** Finds the deals that renew contracts. */
@Injectable()
export class RenewalDealStore {
  /** The renewals of contracts: of each of their terms, and those that somebody has made and no term has yet. */
  async findRenewals(sql: Sql, contractIds: readonly string[]): Promise<string[]> {
    if (contractIds.length === 0) return [];
    const { rows } = await sql.query<{ id: string }>(
      `select id from deal
        where contract_id = any ($1::uuid[])
          and (contract_term is not null or type = 'renewal' and stage = 'open' and lead_id is null)`,
      [contractIds],
      'deal-renewals',
    );
    return rows.map(({ id }) => id);
  }

  /** The open renewal of a contract, of its present term. */
  async findOpenOf(sql: Sql, contractId: string): Promise<string | undefined> {
    const { rows } = await sql.query<{ id: string }>(
      `select id from deal where contract_id = $1 and stage = 'open' and contract_term is not null`,
      [contractId],
      'deal-open-renewal',
    );
    return rows[0]?.id;
  }

  /** The open renewals of the contracts of accounts. */
  async findOpenRenewalsWith(sql: Sql, accountIds: readonly string[]): Promise<string[]> {
    if (accountIds.length === 0) return [];
    const { rows } = await sql.query<{ id: string }>(
      `select id from deal where account_id = any ($1::uuid[]) and stage = 'open' and contract_term is not null`,
      [accountIds],
      'deal-open-renewals',
    );
    return rows.map(({ id }) => id);
  }
}
