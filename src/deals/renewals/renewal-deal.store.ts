import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/database.js';

@Injectable()
export class RenewalDealStore {
  /** Returns the renewals of contracts: one for each term, and open ones made by hand that have no term yet. */
  async findRenewals(sql: Sql, contractIds: readonly string[]): Promise<string[]> {
    if (contractIds.length === 0) return [];
    return sql.column(
      `select id from deal
        where contract_id = any ($1::uuid[])
          and (contract_term is not null or type = 'renewal' and stage = 'open' and lead_id is null)`,
      [contractIds],
      'deal-renewals',
    );
  }

  /** Returns the open renewal of a contract: that of its present term, else the first one that was made by hand. */
  async findOpenOf(sql: Sql, contractId: string): Promise<string | undefined> {
    const row = await sql.row<{ id: string }>(
      `select id from deal where contract_id = $1 and stage = 'open' and type = 'renewal'
        order by contract_term is null, id limit 1`,
      [contractId],
      'deal-open-renewal',
    );
    return row?.id;
  }

  async findOpenRenewalsWith(sql: Sql, accountIds: readonly string[]): Promise<string[]> {
    if (accountIds.length === 0) return [];
    return sql.column(
      `select id from deal where account_id = any ($1::uuid[]) and stage = 'open' and contract_term is not null`,
      [accountIds],
      'deal-open-renewals',
    );
  }
}
