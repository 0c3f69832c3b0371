import { Injectable } from '@nestjs/common';
import type { DealSight } from '../../deals/deal-sight.js';
import { isSeenBy } from '../../deals/deal-viewers.store.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Day } from '../../platform/values/day.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { withSales } from '../attribution.store.js';
import { type ArrChanges, changesOf } from '../windows/account-histories.js';
import type { CohortDimension } from './cohort.schema.js';

@Injectable()
export class CohortStore {
  /**
   * Returns by account the product, or a dimension of the sale, of the first line sold to it that had ARR. At an earlier
   * instant, the step by which a line gets its first ARR is as large as that. The accounts of each come in one text: a row
   * for each takes ten times as long.
   */
  async readFirst(tx: Tx, by: CohortDimension, at: Instant | null): Promise<Map<string, string | null>> {
    const isProduct = by === 'product';
    const rows = await tx.rows<{ key: string | null; accountIds: string }>(
      `${isProduct ? 'with recursive' : `${withSales(by, at === null ? null : '$1::timestamptz')},`} ${lines(at)}
       select ${isProduct ? 'product' : 'sale.key'} as key, string_agg(account_id::text, ',') as "accountIds" from (
         select distinct on (account_id) account_id, contract_id, product from (
           select account_id, contract_id, product, on_day
             from ${at === null ? BEGUN : `(select * from arr_step as step where arr > 0 and change = arr and ${known('step', at)})`} as step
            where contract_id not in (select contract_id from line)
           union all
           select step.account_id, step.contract_id, step.product, step.on_day
             from line ${stepsOf('line', at)}
            where ${OF_LINE} and step.account_id = line.sold_to and arr > 0 and change = arr) as begun
          order by account_id, on_day, contract_id, product) as began
         ${isProduct ? '' : 'left join sale on sale.contract_id = began.contract_id'}
        group by 1`,
      valuesAt(at),
    );
    const first = new Map<string, string | null>();
    for (const { key, accountIds } of rows) for (const id of accountIds.split(',')) first.set(id, key);
    return first;
  }

  /**
   * Returns changes that put lines that moved to other accounts back to the accounts that they were sold to: each
   * change is subtracted where it happened, and added there. Covers accounts in sight, in any order.
   */
  async readTakenBack(tx: Tx, end: Day, at: Instant | null, sight: DealSight): Promise<ArrChanges[]> {
    const values: unknown[] = valuesAt(at);
    const until = `$${values.push(end)}::date`;
    const seen = sight.all
      ? 'true'
      : `side.account_id in (select account.id from account where ${isSeenBy('account', `$${values.push(sight.repIds)}::uuid[]`)})`;
    const rows = await tx.rows<{ accountId: string; currency: string; steps: Buffer }>(
      `with recursive ${lines(at)}
       select side.account_id as "accountId", step.currency,
              string_agg(date_send(step.on_day) || int8send(side.sign * step.change), '' order by step.on_day) as steps
         from line ${stepsOf('line', at)}
        cross join lateral (values (step.account_id, -1), (line.sold_to, 1)) as side (account_id, sign)
        where ${OF_LINE} and step.account_id <> line.sold_to and step.on_day <= ${until} and ${seen}
        group by side.account_id, step.currency`,
      values,
    );
    return rows.map(({ steps, ...of }) => changesOf(of, steps));
  }
}

const BEGUN = '(select account_id, contract_id, product, begins_on as on_day from arr_history)';
/** SQL condition that a `step` of the contract of a `line` is one of that line. */
const OF_LINE = 'step.product = line.product and step.kind = line.kind';

/**
 * SQL that joins the steps of contracts. Present ones are looked up for each contract, since those of which something
 * moved are few, which Postgres cannot know; those of an instant have no index.
 */
function stepsOf(contracts: 'moved' | 'line', at: Instant | null): string {
  const own = `step.contract_id = ${contracts}.contract_id and ${known('step', at)}`;
  if (at !== null) return `join arr_step as step on ${own}`;
  return `cross join lateral (select * from arr_step as step where ${own} offset 0) as step`;
}

/**
 * A table of a recursive statement: `line` has the lines that ever had ARR of contracts of which something moved to
 * another account, wherever they are now, with the account that each first gave ARR (`sold_to`).
 */
function lines(at: Instant | null): string {
  return `moved (contract_id, root) as (
      select id, id from contract
       where moved_from_contract_id is null
         and id in (select contract_id from arr_step where cause = 'transfer' and ${known('arr_step', at)})
      union all
      select contract.id, moved.root from contract join moved on moved.contract_id = contract.moved_from_contract_id),
    line as materialized (
      select distinct contract_id, product, kind, sold_to
        from (select step.contract_id, product, kind, arr,
                     first_value(account_id) over (partition by root, product, kind
                                                   order by arr = 0, on_day, step.contract_id <> root) as sold_to
                from moved ${stepsOf('moved', at)}) as stepped
       where arr > 0)`;
}

function known(step: string, at: Instant | null): string {
  if (at === null) return `${step}.replaced_at is null`;
  return `${step}.known_at <= $1 and (${step}.replaced_at is null or ${step}.replaced_at > $1)`;
}

function valuesAt(at: Instant | null): unknown[] {
  return at === null ? [] : [toIso(at)];
}
