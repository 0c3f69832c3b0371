import { Injectable } from '@nestjs/common';
import type { PathRef } from '../../platform/input/path-ref.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { insertSet, updateSet } from '../../platform/sql/row-sets.js';
import { selectList } from '../../platform/sql/table.js';
import type { Day } from '../../platform/values/day.js';
import type { UsageReport, UsedInWindow } from './usage-report.js';
import { USAGE_REPORT } from './usage-report.table.js';

const COLUMNS = `${selectList(USAGE_REPORT.without('amount'), 'usage_report')}, usage_report.amount::text`;

@Injectable()
export class UsageStore {
  readonly insertMany = insertSet<UsageReport>('usage_report', USAGE_REPORT.columns(), 'usage-insert');

  readonly updateMany = updateSet<UsageReport>(
    'usage_report',
    USAGE_REPORT.columns('id'),
    USAGE_REPORT.without('id', 'system', 'ref', 'createdAt'),
    'usage-update',
  );

  /** Skips unknown refs. Locks no rows: callers hold the lock of `ContractStore.lockMaking`. */
  findByRefs(tx: Tx, refs: readonly PathRef[]): Promise<UsageReport[]> {
    return tx.rowsOf(
      `select ${COLUMNS} from usage_report where (system, ref) in (select unnest($1::text[]), unnest($2::text[]))`,
      [refs.map(({ system }) => system), refs.map(({ ref }) => ref)],
      'usage-by-refs',
    );
  }

  /** Returns reports of a contract by last day, after one of them. */
  readOfContract(
    sql: Sql,
    contractId: string,
    after: readonly [to: Day, id: string] | null,
    limit: number,
  ): Promise<UsageReport[]> {
    return sql.rows(
      `select ${COLUMNS} from usage_report
        where contract_id = $1 and ($2::date is null or (to_day, id) > ($2, $3::uuid))
        order by to_day, id limit $4`,
      [contractId, ...(after ?? [null, null]), limit],
      'usage-of-contract',
    );
  }

  /**
   * Sums usage in a window, both days included, of the contracts that an account had on its last day, by length of
   * report. Only for a past day are all contracts searched for those that the account has no more.
   */
  sumOfAccount(
    sql: Sql,
    { accountId, from, to, isPast }: { accountId: string; from: Day; to: Day; isPast: boolean },
  ): Promise<UsedInWindow[]> {
    return sql.rows(
      `with known as (
         select id, held_by from contract where account_id = $1::uuid and withdrawn_at is null
         union all
         select id, held_by from contract
          where $4 and account_id <> $1::uuid and withdrawn_at is null and jsonb_array_length(held_by) > 1
            and held_by @> jsonb_build_array(jsonb_build_object('accountId', $1::uuid)))
       select usage_report.currency, to_day - from_day + 1 as days,
              sum(amount * (least(to_day, $3::date) - greatest(from_day, $2::date) + 1))::text as "amountDays"
         from usage_report join known on known.id = contract_id
        where amount is not null and to_day >= $2::date and from_day <= $3::date
          and $1::uuid = (
            select (holder->>'accountId')::uuid from jsonb_array_elements(held_by) with ordinality as each (holder, place)
             where place = 1 or (holder->>'from')::date <= $3::date order by place desc limit 1)
        group by usage_report.currency, to_day - from_day`,
      [accountId, from, to, isPast],
      'usage-sum-of-account',
    );
  }
}

export function readUsedInAmounts(tx: Tx, contractIds: readonly string[]): Promise<string[]> {
  return tx.column(
    `select distinct contract_id as "contractId" from usage_report
      where contract_id = any($1) and amount is not null`,
    [contractIds],
    'usage-contracts',
  );
}
