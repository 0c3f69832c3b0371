import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../../platform/database.js';
import type { Day } from '../../platform/day.js';
import type { PathRef } from '../../platform/path-ref.js';
import { insertSet, updateSet } from '../../platform/row-sets.js';
import { selectList } from '../../platform/table.js';
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
  async findByRefs(tx: Tx, refs: readonly PathRef[]): Promise<UsageReport[]> {
    if (refs.length === 0) return [];
    return tx.rows(
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

  /** Sums usage of the present contracts of an account in a window, both days included, by length of report. */
  sumOfAccount(sql: Sql, accountId: string, from: Day, to: Day): Promise<UsedInWindow[]> {
    return sql.rows(
      `select usage_report.currency, to_day - from_day + 1 as days,
              sum(amount * (least(to_day, $3::date) - greatest(from_day, $2::date) + 1))::text as "amountDays"
         from usage_report join contract on contract.id = contract_id
        where contract.account_id = $1 and withdrawn_at is null and amount is not null
          and to_day >= $2::date and from_day <= $3::date
        group by usage_report.currency, to_day - from_day`,
      [accountId, from, to],
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
