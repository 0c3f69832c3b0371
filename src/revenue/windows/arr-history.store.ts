import { Injectable } from '@nestjs/common';
import type { DealSight } from '../../deals/deal-sight.js';
import { isSeenBy } from '../../deals/deal-viewers.store.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Day } from '../../platform/values/day.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { withSales } from '../attribution.store.js';
import { COMING, IS_TRANSFER } from '../contracts/arr-step.store.js';
import { type ArrChanges, type ArrTransfer, PACKED } from './account-histories.js';
import type { WindowDimension } from './window-report.schema.js';

export interface HistoryScope {
  /** Changes up to this day are added up. */
  readonly begin: Day;
  /** The day whose ARR is read for lines that change hands. */
  readonly first: Day;
  /** Later changes are left out. */
  readonly end: Day;
  /** As it was known at this instant; null for now. */
  readonly at: Instant | null;
  readonly sight: DealSight;
  readonly accountId: string | null;
  readonly by: WindowDimension | null;
}

const BY_ACCOUNT = 'step.account_id, step.currency';
const BY_PRODUCT = `${BY_ACCOUNT}, step.product`;
const BY_LINE = `${BY_PRODUCT}, step.contract_id`;
const GROUPED_BY: Readonly<Record<WindowDimension, string>> = {
  account: BY_ACCOUNT,
  product: BY_PRODUCT,
  channel: BY_LINE,
  rep: BY_LINE,
};

/** The values of a statement, numbered as they are added. */
class Values {
  readonly all: unknown[] = [];

  of(value: unknown, type: string): string {
    this.all.push(value);
    return `$${this.all.length}::${type}`;
  }
}

@Injectable()
export class ArrHistoryStore {
  /**
   * Sets planner options for this transaction, because a report reads the steps of all accounts: present ones in index
   * order, past ones by a table scan into one row in memory for each account.
   */
  async prepare(tx: Tx, { at }: Pick<HistoryScope, 'at'>): Promise<void> {
    const [scan, sort] = at === null ? ['off', 'on'] : ['on', 'off'];
    await tx.query(
      `select set_config('enable_seqscan', '${scan}', true), set_config('enable_sort', '${sort}', true),
              set_config('work_mem', '64MB', true), set_config('max_parallel_workers_per_gather', '2', true)`,
    );
  }

  /**
   * Returns changes of the ARR of accounts, from the beginning of the scope on. Groups in the
   * order of the index `arr_step_history`, so that nothing is sorted, and looks up the sale of each line once.
   */
  readChanges(tx: Tx, { begin, end, at, sight, accountId, by }: HistoryScope): Promise<ArrChanges[]> {
    const values = new Values();
    const from = values.of(begin, 'date');
    const seen = sight.all
      ? 'true'
      : `step.account_id in (select account.id from account where ${isSeenBy('account', values.of(sight.repIds, 'uuid[]'))})`;
    const own = accountId === null ? 'true' : `step.account_id = ${values.of(accountId, 'uuid')}`;
    return tx.rows(
      `${salesBy(by, at, values)}
       select line.account_id as "accountId", ${keyOf(by, 'line')} as "group", currency, before, "hadArr", later
         from (
           select ${GROUPED_BY[by ?? 'account']},
                  coalesce(sum(step.change) filter (where step.on_day <= ${from}), 0)::text as before,
                  coalesce(bool_or(step.arr > 0) filter (where step.on_day <= ${from}), false) as "hadArr",
                  ${PACKED} filter (where step.on_day > ${from}) as later
             from arr_step as step
            where ${knownAt('step', at, values)} and step.on_day <= ${values.of(end, 'date')} and ${seen} and ${own}
            group by ${GROUPED_BY[by ?? 'account']}) as line
         ${ofSale(by) ? 'left join sale on sale.contract_id = line.contract_id' : ''}`,
      values.all,
    );
  }

  /** Returns transfers after the scope begins, by day. Within a day, a line may pass through several accounts. */
  readTransfers(tx: Tx, { begin, first, end, at, by }: HistoryScope): Promise<ArrTransfer[]> {
    const values = new Values();
    const [after, until, opening] = [begin, end, first].map((day) => values.of(day, 'date'));
    const known = (step: string) => knownAt(step, at, values);
    const openingOf = (step: string) => `(
      select coalesce(sum(earlier.change), 0)::text from arr_step as earlier
       where earlier.contract_id = ${step}.contract_id and earlier.account_id = ${step}.account_id
         and earlier.product = ${step}.product and earlier.kind = ${step}.kind
         and earlier.on_day <= ${opening} and ${known('earlier')})`;
    return tx.rows(
      `${salesBy(by, at, values)}
       select gone.on_day::text as "on", gone.account_id as "fromAccountId", come.account_id as "toAccountId",
              ${lineOf('gone')} as "fromLine", ${lineOf('come')} as "toLine", ${keyOf(by, 'gone')} as "group",
              gone.currency, (-gone.change)::text as amount,
              ${openingOf('gone')} as "openingFrom", ${openingOf('come')} as "openingTo"
         from arr_step as gone
         ${COMING}
         ${ofSale(by) ? 'left join sale on sale.contract_id = gone.contract_id' : ''}
        where ${IS_TRANSFER}
          and gone.on_day > ${after} and gone.on_day <= ${until} and ${known('gone')} and ${known('come')}
        order by gone.on_day, gone.id`,
      values.all,
    );
  }
}

function knownAt(step: string, at: Instant | null, values: Values): string {
  if (at === null) return `${step}.replaced_at is null`;
  const instant = values.of(toIso(at), 'timestamptz');
  return `${step}.known_at <= ${instant} and (${step}.replaced_at is null or ${step}.replaced_at > ${instant})`;
}

function salesBy(by: WindowDimension | null, at: Instant | null, values: Values): string {
  if (!ofSale(by)) return '';
  return withSales(by, by === 'rep' && at !== null ? values.of(toIso(at), 'timestamptz') : null);
}

function ofSale(by: WindowDimension | null): by is 'channel' | 'rep' {
  return by === 'channel' || by === 'rep';
}

function keyOf(by: WindowDimension | null, step: string): string {
  if (ofSale(by)) return 'sale.key';
  return by === 'product' ? `${step}.product` : 'null::text';
}

function lineOf(step: string): string {
  return `concat_ws(' ', ${step}.contract_id, ${step}.account_id, ${step}.kind, ${step}.product)`;
}
