import { Injectable } from '@nestjs/common';
import type { Deal, DealStage } from '../../deals/deal.js';
import type { Sql } from '../../platform/database.js';
import type { Day } from '../../platform/day.js';
import { type Row, selectList } from '../../platform/table.js';
import { CONTRACT } from '../contracts/contract.table.js';
import { decidedAgainst } from './renewal.js';

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

/** Returns why renewals may not be moved to stages by hand, by deal id. The caller has the lock of all deals. */
export async function readDecidedRenewals(
  sql: Sql,
  moves: readonly { readonly deal: Deal; readonly stage: DealStage }[],
  today: Day,
): Promise<Map<string, string>> {
  const { rows } = await sql.query<Row<typeof CONTRACT>>(
    `select ${selectList(CONTRACT.columns())} from contract where id = any ($1::uuid[])`,
    [moves.map(({ deal }) => deal.contractId)],
    'renewal-decided',
  );
  const contracts = new Map(rows.map((contract) => [contract.id, contract]));
  return new Map(
    moves.flatMap(({ deal, stage }) => {
      const why = decidedAgainst(stage, contracts.get(deal.contractId!)!, deal.contractTerm!, today);
      return why === undefined ? [] : [[deal.id, why] as const];
    }),
  );
}
