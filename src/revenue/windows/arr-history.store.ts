import { Injectable } from '@nestjs/common';
import type { DealSight } from '../../deals/deal-sight.js';
import { isSeenBy } from '../../deals/deal-viewers.store.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Day } from '../../platform/values/day.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { withSales } from '../attribution.store.js';
import { COMING, historiesSql, IS_TRANSFER } from '../contracts/arr-step.store.js';
import type { ArrChanges, ArrTransfer } from './account-histories.js';
import { literal, literalIds, readPacked } from './packed-histories.store.js';
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
   * Sets planner options for this transaction, because a report on an earlier instant reads the steps of all accounts:
   * by a scan of the table into one row in memory for each line.
   */
  async prepare(tx: Tx, { at }: Pick<HistoryScope, 'at'>): Promise<void> {
    const [scan, sort] = at === null ? ['off', 'on'] : ['on', 'off'];
    await tx.query(
      `select set_config('enable_seqscan', '${scan}', true), set_config('enable_sort', '${sort}', true),
              set_config('work_mem', '64MB', true), set_config('max_parallel_workers_per_gather', '2', true)`,
    );
  }

  /** Returns changes of the ARR of accounts by line, and looks up the sale of each line once. */
  async readChanges(tx: Tx, { end, at, sight, accountId, by }: HistoryScope): Promise<ArrChanges[]> {
    const instant = at === null ? null : literal(toIso(at), 'timestamptz');
    const until = literal(end, 'date');
    const conditions = [
      ...(sight.all
        ? []
        : [`account_id in (select account.id from account where ${isSeenBy('account', literalIds(sight.repIds))})`]),
      ...(accountId === null ? [] : [`account_id = ${literal(accountId, 'uuid')}`]),
    ];
    const lines =
      instant === null
        ? `(select * from arr_history where ${[`begins_on <= ${until}`, ...conditions].join(' and ')})`
        : `(${historiesSql([knownAt('step', instant), `on_day <= ${until}`, ...conditions].join(' and '))})`;
    const changes: ArrChanges[] = [];
    await readPacked(
      tx,
      {
        with: ofSale(by) ? withSales(by, by === 'rep' ? instant : null) : '',
        of: 'line.account_id',
        common: [keyOf(by, 'line')],
        from: `${lines} as line ${ofSale(by) ? 'left join sale on sale.contract_id = line.contract_id' : ''}`,
      },
      (history) => changes.push(history),
    );
    return changes;
  }

  /** Returns transfers after the scope begins, by day. Within a day, a line may pass through several accounts. */
  readTransfers(tx: Tx, { begin, first, end, at, by }: HistoryScope): Promise<ArrTransfer[]> {
    const values = new Values();
    const [after, until, opening] = [begin, end, first].map((day) => values.of(day, 'date'));
    const instant = at === null ? null : values.of(toIso(at), 'timestamptz');
    const known = (step: string) => knownAt(step, instant);
    const openingOf = (step: string) => `(
      select coalesce(sum(earlier.change), 0)::text from arr_step as earlier
       where earlier.contract_id = ${step}.contract_id and earlier.account_id = ${step}.account_id
         and earlier.product = ${step}.product and earlier.kind = ${step}.kind
         and earlier.on_day <= ${opening} and ${known('earlier')})`;
    return tx.rows(
      `${ofSale(by) ? withSales(by, by === 'rep' ? instant : null) : ''}
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

/** @param instant SQL; null for now */
function knownAt(step: string, instant: string | null): string {
  if (instant === null) return `${step}.replaced_at is null`;
  return `${step}.known_at <= ${instant} and (${step}.replaced_at is null or ${step}.replaced_at > ${instant})`;
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
