import { Injectable } from '@nestjs/common';
import type { DealSight } from '../../deals/deal.view.js';
import { isSeenBy } from '../../deals/deal-viewers.store.js';
import type { Tx } from '../../platform/database.js';
import type { Day } from '../../platform/day.js';
import { type Instant, toIso } from '../../platform/duration.js';
import { withSales } from '../attribution.store.js';
import type { ArrChange, ArrTransfer } from './account-histories.js';
import type { WindowDimension } from './window-report.schema.js';

/** What is read of the histories of accounts. */
export interface HistoryScope {
  /** What was before it is added up. */
  readonly begin: Day;
  /** The day whose ARR is asked of lines that change hands. */
  readonly first: Day;
  /** What is later is left out. */
  readonly end: Day;
  /** As it was known at this instant; null as it is known now. */
  readonly at: Instant | null;
  readonly sight: DealSight;
  /** Of this account alone; null for all. */
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

/** A statement with its values, which are numbered as they come. */
class Values {
  readonly all: unknown[] = [];

  of(value: unknown, type: string): string {
    this.all.push(value);
    return `$${this.all.length}::${type}`;
  }
}

/** Reads what accounts were worth, from day to day. */
@Injectable()
export class ArrHistoryStore {
  /**
   * A report goes through the steps of all accounts, which the plans that are good for all else are not made for: what is
   * known now in the order of its index, what was known once through the table, into a row in memory for each account.
   */
  async prepare(tx: Tx, { at }: Pick<HistoryScope, 'at'>): Promise<void> {
    const [scan, sort] = at === null ? ['off', 'on'] : ['on', 'off'];
    await tx.query(
      `select set_config('enable_seqscan', '${scan}', true), set_config('enable_sort', '${sort}', true),
              set_config('work_mem', '64MB', true), set_config('max_parallel_workers_per_gather', '2', true)`,
    );
  }

  /**
   * By how much the ARR of accounts changed, by day; what was before the scope begins in one row. Grouped in the order of
   * the index `arr_step_history`, so that nothing is sorted; what a sale says of lines is looked up once for each.
   */
  async readChanges(tx: Tx, { begin, end, at, sight, accountId, by }: HistoryScope): Promise<ArrChange[]> {
    const values = new Values();
    const from = values.of(begin, 'date');
    const seen = sight.all
      ? 'true'
      : `step.account_id in (select account.id from account where ${isSeenBy('account', values.of(sight.repIds, 'uuid[]'))})`;
    const own = accountId === null ? 'true' : `step.account_id = ${values.of(accountId, 'uuid')}`;
    const { rows } = await tx.query<PackedChanges>(
      `${salesBy(by, at, values)}
       select line.account_id as "accountId", ${keyOf(by, 'line')} as "group", currency, before, "hadArr", later
         from (
           select ${GROUPED_BY[by ?? 'account']},
                  coalesce(sum(step.change) filter (where step.on_day <= ${from}), 0)::text as before,
                  coalesce(bool_or(step.arr > 0) filter (where step.on_day <= ${from}), false) as "hadArr",
                  string_agg(step.on_day || ' ' || step.change, ',') filter (where step.on_day > ${from}) as later
             from arr_step as step
            where ${knownAt('step', at, values)} and step.on_day <= ${values.of(end, 'date')} and ${seen} and ${own}
            group by ${GROUPED_BY[by ?? 'account']}) as line
         ${ofSale(by) ? 'left join sale on sale.contract_id = line.contract_id' : ''}`,
      values.all,
    );
    return rows.flatMap((row) => unpacked(row, begin));
  }

  /** What went from one account to another after the scope begins, on one day through however many hands, in the order of the days. */
  async readTransfers(tx: Tx, { begin, first, end, at, by }: HistoryScope): Promise<ArrTransfer[]> {
    const values = new Values();
    const [after, until, opening] = [begin, end, first].map((day) => values.of(day, 'date'));
    const known = (step: string) => knownAt(step, at, values);
    const openingOf = (step: string) => `(
      select coalesce(sum(earlier.change), 0)::text from arr_step as earlier
       where earlier.contract_id = ${step}.contract_id and earlier.account_id = ${step}.account_id
         and earlier.product = ${step}.product and earlier.kind = ${step}.kind
         and earlier.on_day <= ${opening} and ${known('earlier')})`;
    const { rows } = await tx.query<ArrTransfer>(
      `${salesBy(by, at, values)}
       select gone.on_day::text as "on", gone.account_id as "fromAccountId", come.account_id as "toAccountId",
              ${lineOf('gone')} as "fromLine", ${lineOf('come')} as "toLine", ${keyOf(by, 'gone')} as "group",
              gone.currency, (-gone.change)::text as amount,
              ${openingOf('gone')} as "openingFrom", ${openingOf('come')} as "openingTo"
         from arr_step as gone
         cross join lateral (
           with recursive moved as (
             select gone.contract_id as id
             union all
             select contract.id from contract join moved on contract.moved_from_contract_id = moved.id)
           select id from moved) as receiving
         join arr_step as come on come.contract_id = receiving.id and come.on_day = gone.on_day
          and come.product = gone.product and come.kind = gone.kind and come.account_id <> gone.account_id
         ${ofSale(by) ? 'left join sale on sale.contract_id = gone.contract_id' : ''}
        where gone.cause = 'transfer' and gone.change < 0 and come.change > 0
          and gone.on_day > ${after} and gone.on_day <= ${until} and ${known('gone')} and ${known('come')}
        order by gone.on_day, gone.id`,
      values.all,
    );
    return rows;
  }
}

/** All changes of an account, or of a line of it, in one row: to read a row each takes longer than to add them up. */
interface PackedChanges extends Pick<ArrChange, 'accountId' | 'group' | 'currency' | 'hadArr'> {
  readonly before: string;
  /** `2026-01-31 -120000,2026-02-28 5000`; null where nothing changed later. */
  readonly later: string | null;
}

const DAY_CHARS = '2026-01-31'.length;

function unpacked({ accountId, group, currency, hadArr, before, later }: PackedChanges, begin: Day): ArrChange[] {
  const changes: ArrChange[] = [{ accountId, group, currency, day: begin, change: before, hadArr }];
  for (const each of later?.split(',') ?? []) {
    const [day, change] = [each.slice(0, DAY_CHARS), each.slice(DAY_CHARS + 1)];
    changes.push({ accountId, group, currency, day, change, hadArr: false });
  }
  return changes;
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
