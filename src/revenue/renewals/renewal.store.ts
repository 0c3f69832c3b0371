import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/database.js';
import type { Day } from '../../platform/day.js';

@Injectable()
export class RenewalStore {
  /** Returns the deals that renew the terms of a contract, in order. */
  findOf(sql: Sql, contractId: string): Promise<string[]> {
    return sql.column(
      'select id from deal where contract_id = $1 and contract_term is not null order by contract_term',
      [contractId],
      'renewals-of-contract',
    );
  }

  /** Returns contracts that ended before a day and do not renew by themselves, with a renewal that is still open. */
  findEnded(sql: Sql, day: Day, limit: number): Promise<string[]> {
    return sql.column(
      `select contract.id from deal join contract on contract.id = contract_id
        where stage = 'open' and contract_term is not null and last_day_for_notice < $1::date and renew_on is null
        order by last_day_for_notice, deal.id limit $2`,
      [day, limit],
      'renewal-ended',
    );
  }
}

export function readAccountsOfContracts(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  return sql.map(
    'select id, account_id as "accountId" from contract where id = any ($1::uuid[])',
    [ids],
    'contract-accounts',
  );
}
