import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/sql/database.js';

@Injectable()
export class RenewalDealStore {
  /** Returns the renewals of contracts: one for each term, and open ones made by hand that have no term yet. */
  findRenewals(sql: Sql, contractIds: readonly string[]): Promise<string[]> {
    return sql.columnOf(
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
  findOpenOfContracts(sql: Sql, contractIds: readonly string[]): Promise<Map<string, string>> {
    return sql.mapOf(
      `select distinct on (contract_id) contract_id, id from deal
        where contract_id = any ($1::uuid[]) and stage = 'open' and type = 'renewal'
        order by contract_id, contract_term is null, id`,
      [contractIds],
      'deal-open-renewals-of-contracts',
    );
  }

  findOpenRenewalsWith(sql: Sql, accountIds: readonly string[]): Promise<string[]> {
    return sql.columnOf(
      `select id from deal where account_id = any ($1::uuid[]) and stage = 'open' and contract_term is not null`,
      [accountIds],
      'deal-open-renewals',
    );
  }
}
