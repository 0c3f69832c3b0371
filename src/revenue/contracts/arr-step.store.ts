import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { insertSet } from '../../platform/sql/row-sets.js';
import { selectList } from '../../platform/sql/table.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { ARR_STEP, type KeptStep } from './arr-step.table.js';

const COLUMNS = `${selectList(ARR_STEP.without('arr', 'change'))}, arr::text, change::text`;
const NEW = ARR_STEP.columns();

/** Joins a step `gone`, by which a line leaves an account, with the step `come` of the account that receives it. */
export const COMING = `cross join lateral (
           with recursive moved as (
             select gone.contract_id as id
             union all
             select contract.id from contract join moved on contract.moved_from_contract_id = moved.id)
           select id from moved) as receiving
         join arr_step as come on come.contract_id = receiving.id and come.on_day = gone.on_day
          and come.product = gone.product and come.kind = gone.kind and come.account_id <> gone.account_id`;
/**
 * SQL for the histories of lines, as they are kept: the changes of each contract, account and product, packed by day
 * (`packedSteps`). Of several kinds of lines, only their sum matters. @param which condition on `step`
 */
export function historiesSql(which: string): string {
  return `select contract_id, account_id, product, currency, min(on_day) as begins_on,
                 string_agg(date_send(on_day) || int8send(change), '' order by on_day) as steps
            from (select contract_id, account_id, product, currency, on_day, sum(change)::bigint as change
                    from arr_step as step where ${which}
                   group by contract_id, account_id, product, currency, on_day) as moved
           where change <> 0
           group by contract_id, account_id, product, currency`;
}

export const IS_TRANSFER = `gone.cause = 'transfer' and gone.change < 0 and come.change > 0`;

@Injectable()
export class ArrStepStore {
  /** Returns the current steps of contracts that the caller has locked. */
  readOfContracts(tx: Sql, contractIds: readonly string[]): Promise<KeptStep[]> {
    return tx.rowsOf(
      `select ${COLUMNS} from arr_step where contract_id = any ($1::uuid[]) and replaced_at is null`,
      [contractIds],
      'arr-step-of-contracts',
    );
  }

  /** Returns the current steps of an account, by line and in the order of the days. */
  readOfAccount(sql: Sql, accountId: string): Promise<KeptStep[]> {
    return sql.rows(
      `select ${COLUMNS} from arr_step where account_id = $1 and replaced_at is null order by contract_id, product, kind, on_day`,
      [accountId],
      'arr-step-of-account',
    );
  }

  /** Returns the ids of the current steps by which lines of an account went to other accounts. */
  async findGone(sql: Sql, accountId: string): Promise<Set<string>> {
    const { rows } = await sql.query<{ id: string }>(
      `select distinct gone.id from arr_step as gone ${COMING}
        where ${IS_TRANSFER} and gone.account_id = $1 and gone.replaced_at is null and come.replaced_at is null`,
      [accountId],
      'arr-step-gone',
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Marks steps as replaced. They are not deleted, because reports can be as of an earlier instant. */
  async replace(tx: Tx, ids: readonly string[], at: Instant): Promise<void> {
    if (ids.length === 0) return;
    await tx.query(
      'update arr_step set replaced_at = $2 where id = any ($1::uuid[])',
      [ids, toIso(at)],
      'arr-step-replace',
    );
  }

  /** Keeps the histories of contracts whose steps have changed. */
  async keepHistories(tx: Tx, contractIds: readonly string[]): Promise<void> {
    if (contractIds.length === 0) return;
    tx.send(
      tx.query('delete from arr_history where contract_id = any ($1::uuid[])', [contractIds], 'arr-history-drop'),
    );
    await tx.query(
      `insert into arr_history (contract_id, account_id, product, currency, begins_on, steps)
       ${historiesSql('step.contract_id = any ($1::uuid[]) and step.replaced_at is null')}`,
      [contractIds],
      'arr-history-keep',
    );
  }

  readonly insertMany = insertSet<KeptStep>('arr_step', NEW, 'arr-step-insert');
}
