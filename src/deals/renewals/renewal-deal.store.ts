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
    return (await this.findOpenOfContracts(sql, [contractId])).get(contractId);
  }

  /** Like `findOpenOf`, for several contracts. @returns the ids of the renewals by contract id */
  async findOpenOfContracts(sql: Sql, contractIds: readonly string[]): Promise<Map<string, string>> {
    if (contractIds.length === 0) return new Map();
    const rows = await sql.rows<{ id: string; contractId: string }>(
      `select distinct on (contract_id) id, contract_id as "contractId" from deal
        where contract_id = any ($1::uuid[]) and stage = 'open' and type = 'renewal'
        order by contract_id, contract_term is null, id`,
      [contractIds],
      'deal-open-renewals-of-contracts',
    );
    return new Map(rows.map(({ id, contractId }) => [contractId, id]));
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
