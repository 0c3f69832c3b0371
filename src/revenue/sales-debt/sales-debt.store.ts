import { Injectable } from '@nestjs/common';
import type { DealSight } from '../../deals/deal-sight.js';
import { isSeenBy } from '../../deals/deal-viewers.store.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Interval } from '../../platform/values/duration.js';
import { toIso } from '../../platform/values/duration.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import type { Attribution } from '../attribution.js';
import { ofDeal } from '../attribution.store.js';
import { type ArrChanges, changesOf, packedSteps } from '../windows/account-histories.js';
import { literal, literalIds, readPacked } from '../windows/packed-histories.store.js';
import { readChangesByOthers } from '../won-deals/others-changes.store.js';

/** A contract that was won, and had ARR at some time. */
export interface WonHistory {
  readonly dealId: string;
  readonly key: string | null;
  /** The churn reason of its notice; null if there is none. */
  readonly reason: string | null;
  readonly changes: readonly ArrChanges[];
}

type SharedContract = Omit<WonHistory, 'changes'> & { readonly id: string };

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
  async readWon(tx: Tx, by: Attribution, span: Interval, sight: DealSight): Promise<WonHistory[]> {
    const { key, join } = ofDeal(by);
    const [from, to] = [literal(toIso(span.from), 'timestamptz'), literal(toIso(span.to), 'timestamptz')];
    const won = wonBetween(from, to, sight, literalIds);
    const histories = new Map<string, WonHistory & { readonly changes: ArrChanges[] }>();
    await readPacked(
      tx,
      {
        with: `with ${SHARED}`,
        of: 'contract.id',
        besides: 'deal.id',
        common: [key, REASON],
        from: `deal join contract on contract.deal_id = deal.id ${join} ${NOTICED}
          join arr_history as line on line.contract_id = contract.id
          where ${won} and contract.id not in (select id from shared)`,
      },
      (history, [reason = null], dealId) => {
        const known = histories.get(history.accountId);
        if (known === undefined)
          histories.set(history.accountId, { dealId, key: history.group, reason, changes: [history] });
        else known.changes.push(history);
      },
    );
    return [...histories.values(), ...(await this.readShared(tx, by, span, sight))];
  }

  /** Contracts to which other deals have added, or whose lines have moved. */
  private async readShared(tx: Tx, by: Attribution, span: Interval, sight: DealSight): Promise<WonHistory[]> {
    const { key, join } = ofDeal(by);
    const shared = await tx.rows<SharedContract>(
      `with ${SHARED}
       select contract.id, deal.id as "dealId", ${key} as key, ${REASON} as reason
         from shared join contract on contract.id = shared.id join deal on deal.id = contract.deal_id ${join} ${NOTICED}
        where ${wonBetween('$1', '$2', sight, () => '$3::uuid[]')}`,
      [toIso(span.from), toIso(span.to), ...(sight.all ? [] : [sight.repIds])],
    );
    if (shared.length === 0) return [];
    const contractIds = new Set(pluck(shared, 'id'));
    const others = await readChangesByOthers(tx, [...new Set(pluck(shared, 'dealId'))]);
    const added = others
      .filter(({ soldContractId }) => contractIds.has(soldContractId))
      .map(({ soldContractId: accountId, currency, day, change }) =>
        changesOf({ accountId, currency }, packedSteps([[day, -change]])),
      );
    const changes = groupBy([...(await this.readMoved(tx, [...contractIds])), ...added], ({ accountId }) => accountId);
    return shared.map(({ id, ...won }) => ({ ...won, changes: changes.get(id) ?? [] }));
  }

  /** The changes of contracts and of those that their lines have moved to. `accountId` is the won contract. */
  private async readMoved(tx: Tx, contractIds: readonly string[]): Promise<ArrChanges[]> {
    const rows = await tx.rows<{ wonId: string; currency: string; steps: Buffer }>(
      `with recursive own (id, won_id) as (
         select id, id from unnest($1::uuid[]) as won (id)
         union all
         select contract.id, own.won_id from contract join own on contract.moved_from_contract_id = own.id)
       select won_id as "wonId", currency, steps from own join arr_history on contract_id = own.id`,
      [contractIds],
    );
    return rows.map(({ wonId: accountId, currency, steps }) => changesOf({ accountId, currency }, steps));
  }
}

const SHARED = `shared as materialized (
         select id from contract
          where lines @? '$[*].dealId'
            and jsonb_path_exists(lines, '$[*].dealId ? (@ != $deal)', jsonb_build_object('deal', deal_id))
         union
         select moved_from_contract_id from contract where moved_from_contract_id is not null)`;
/** Contracts with a notice are few, and have an index. */
const NOTICED = `left join (select id, notice->>'reason' as reason from contract where notice is not null) as noticed
           on noticed.id = contract.id`;
const REASON = 'noticed.reason';

/** SQL condition: won in the span, with a visible account. A function, since satellites add viewers at load time. */
function wonBetween(from: string, to: string, { all, repIds }: DealSight, idsOf: (ids: readonly string[]) => string) {
  const won = `deal.stage = 'won' and deal.won_at >= ${from} and deal.won_at < ${to}`;
  if (all) return won;
  return `${won} and contract.account_id in (select account.id from account where ${isSeenBy('account', idsOf(repIds))})`;
}
