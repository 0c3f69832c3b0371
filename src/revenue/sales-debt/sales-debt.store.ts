import { Injectable } from '@nestjs/common';
import type { DealSight } from '../../deals/deal-sight.js';
import { isSeenBy } from '../../deals/deal-viewers.store.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Day } from '../../platform/values/day.js';
import type { Interval } from '../../platform/values/duration.js';
import { toIso } from '../../platform/values/duration.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import type { Attribution } from '../attribution.js';
import { ofDeal } from '../attribution.store.js';
import { type ArrChanges, changesOf, PACKED, packedChange } from '../windows/account-histories.js';
import { readChangesByOthers } from '../won-deals/others-changes.store.js';

/** The changes that decide what is left. Later ones may be left out. */
export interface Reach {
  /** For so many days after the first day on which a contract has ARR. */
  readonly days: number;
  /** Through this day, or the first one with ARR if that is later. */
  readonly until: Day;
}

/** A won contract whose changes are all its own. */
interface WonRow {
  readonly dealId: string;
  readonly key: string | null;
  /** The churn reason of its notice; null if there is none. */
  readonly reason: string | null;
  /** Its id if other deals may have added to it: they have, or it has moved. Then its changes are read apart. */
  readonly sharedId: string | null;
  /** Null if it never had ARR, like `changes`. */
  readonly currency: string | null;
  readonly changes: string | null;
}

/** A won contract that had ARR at some time. */
export interface WonHistory extends Pick<WonRow, 'dealId' | 'key' | 'reason'> {
  readonly changes: readonly ArrChanges[];
}

@Injectable()
export class SalesDebtStore {
  /** Sets planner options for this transaction: a long span is read by scans of whole tables, a short one by indexes. */
  async prepare(tx: Tx): Promise<void> {
    await tx.query(`select set_config('enable_seqscan', 'on', true), set_config('work_mem', '64MB', true)`);
  }

  /**
   * Returns what contracts of deals that were won in a span have become, also as lines that moved to other accounts,
   * without what other deals have added.
   */
  async readWon(tx: Tx, by: Attribution, span: Interval, sight: DealSight, reach: Reach): Promise<WonHistory[]> {
    const { key, join } = ofDeal(by);
    const rows = await tx.rows<WonRow>(
      `with shared as materialized (
         select id from contract
          where lines @? '$[*].dealId'
            and jsonb_path_exists(lines, '$[*].dealId ? (@ != $deal)', jsonb_build_object('deal', deal_id))
         union
         select moved_from_contract_id from contract where moved_from_contract_id is not null)
       select deal.id as "dealId", ${key} as key, noticed.reason, shared.id as "sharedId", own.currency, own.changes
         from deal join contract on contract.deal_id = deal.id ${join}
         left join shared on shared.id = contract.id
         left join (select id, notice->>'reason' as reason from contract where notice is not null) as noticed
           on noticed.id = contract.id
        cross join lateral (
          select min(step.currency) as currency, ${PACKED} as changes
            from (select currency, on_day, change, min(on_day) filter (where arr > 0) over () as begun_on
                    from arr_step
                   where contract_id = contract.id and replaced_at is null and shared.id is null) as step
           where ${isWithin('$5', '$6')}) as own
        where ${won()}`,
      [toIso(span.from), toIso(span.to), sight.all, sight.repIds, reach.days, reach.until],
    );
    const shared = rows.filter(({ sharedId }) => sharedId !== null);
    const ofShared = groupBy(await this.readShared(tx, shared, reach), ({ accountId }) => accountId);
    return rows.flatMap(({ sharedId, currency, changes, ...won }) => {
      if (sharedId !== null) return { ...won, changes: ofShared.get(sharedId) ?? [] };
      return changes === null ? [] : { ...won, changes: [changesOf({ accountId: '', currency: currency! }, changes)] };
    });
  }

  private async readShared(tx: Tx, shared: readonly WonRow[], reach: Reach): Promise<ArrChanges[]> {
    if (shared.length === 0) return [];
    const contractIds = new Set(shared.map(({ sharedId }) => sharedId!));
    const others = await readChangesByOthers(tx, [...new Set(pluck(shared, 'dealId'))]);
    const added = others
      .filter(({ soldContractId }) => contractIds.has(soldContractId))
      .map(({ soldContractId: accountId, currency, day, change }) =>
        changesOf({ accountId, currency }, packedChange(day, -change)),
      );
    // Without what other deals have added, its first day may be a later one.
    const whole = [...new Set(pluck(added, 'accountId'))];
    return [...(await this.readMoved(tx, [...contractIds], reach, whole)), ...added];
  }

  /** The changes of contracts and of those that their lines have moved to. `accountId` is the won contract. */
  private async readMoved(
    tx: Tx,
    contractIds: readonly string[],
    reach: Reach,
    whole: readonly string[],
  ): Promise<ArrChanges[]> {
    const rows = await tx.rows<{ wonId: string; currency: string; changes: string }>(
      `with recursive own (id, won_id) as (
         select id, id from unnest($1::uuid[]) as won (id)
         union all
         select contract.id, own.won_id from contract join own on contract.moved_from_contract_id = own.id),
       step as (
         select won_id, step.currency, step.on_day, step.change,
                min(step.on_day) filter (where step.arr > 0) over (partition by won_id) as begun_on
           from own join arr_step as step on step.contract_id = own.id and step.replaced_at is null)
       select won_id as "wonId", currency, ${PACKED} as changes
         from step where ${isWithin('$2', '$3')} or won_id = any ($4::uuid[])
        group by won_id, currency`,
      [contractIds, reach.days, reach.until, whole],
    );
    return rows.map(({ wonId, currency, changes }) => changesOf({ accountId: wonId, currency }, changes));
  }
}

/** SQL condition on `step`, for the values of a `Reach`. */
function isWithin(days: string, until: string): string {
  return `(step.on_day <= begun_on or step.on_day <= least(begun_on + ${days}::int, ${until}::date))`;
}

/** SQL condition: won in the span, with a visible account. A function, since satellites add viewers at load time. */
function won(): string {
  return `deal.stage = 'won' and deal.won_at >= $1 and deal.won_at < $2
    and ($3 or contract.account_id in (select account.id from account where ${isSeenBy('account', '$4::uuid[]')}))`;
}
