import { Injectable } from '@nestjs/common';
import type { DealSight } from '../../deals/deal-sight.js';
import { isSeenBy } from '../../deals/deal-viewers.store.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Interval } from '../../platform/values/duration.js';
import { toIso } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import type { Attribution } from '../attribution.js';
import { ofDeal } from '../attribution.store.js';
import { type ArrChanges, changesOf, PACKED, packedChange } from '../windows/account-histories.js';
import { readChangesByOthers } from '../won-deals/others-changes.store.js';

interface WonRow {
  readonly contractId: string;
  readonly dealId: string;
  readonly key: string | null;
  /** The churn reason of its notice; null if there is none. */
  readonly reason: string | null;
  /** Whether other deals may have added to it: they have, or it has moved. */
  readonly isShared: boolean;
}

@Injectable()
export class SalesDebtStore {
  /** Sets planner options for this transaction: a long span is read by scans of whole tables, a short one by indexes. */
  async prepare(tx: Tx): Promise<void> {
    await tx.query(`select set_config('enable_seqscan', 'on', true), set_config('work_mem', '64MB', true)`);
  }

  readWon(tx: Tx, by: Attribution, span: Interval, sight: DealSight): Promise<WonRow[]> {
    return tx.rows(
      `select contract.id as "contractId", deal.id as "dealId", ${ofDeal(by)} as key, notice->>'reason' as reason,
              jsonb_path_exists(lines, '$[*].dealId ? (@ != $deal)', jsonb_build_object('deal', deal.id))
                or exists (select from contract as later where later.moved_from_contract_id = contract.id) as "isShared"
         from deal join contract on contract.deal_id = deal.id where ${won()}`,
      [toIso(span.from), toIso(span.to), sight.all, sight.repIds],
    );
  }

  /**
   * Returns changes of ARR, also of lines that moved to other accounts, without what other deals have added.
   * `accountId` is the won contract.
   * @param through for so many days after the first day on which a contract has ARR; later changes may be left out
   */
  async readChanges(tx: Tx, won: readonly WonRow[], through: number): Promise<ArrChanges[]> {
    const others = await this.readOfOthers(tx, won);
    // Without what other deals have added, its first day may be a later one.
    const whole = new Set(others.map(({ accountId }) => accountId));
    return [...(await this.readOfContracts(tx, pluck(won, 'contractId'), through, [...whole])), ...others];
  }

  private async readOfOthers(tx: Tx, won: readonly WonRow[]): Promise<ArrChanges[]> {
    const contractIds = new Set(pluck(won, 'contractId'));
    const shared = won.filter(({ isShared }) => isShared);
    const changes = await readChangesByOthers(tx, [...new Set(pluck(shared, 'dealId'))]);
    return changes
      .filter(({ soldContractId }) => contractIds.has(soldContractId))
      .map(({ soldContractId: accountId, currency, day, change }) =>
        changesOf({ accountId, currency }, packedChange(day, -change)),
      );
  }

  /** Looks for contracts that lines have moved to among these alone: they are few. */
  private async readOfContracts(
    tx: Tx,
    contractIds: readonly string[],
    through: number,
    whole: readonly string[],
  ): Promise<ArrChanges[]> {
    const rows = await tx.rows<{ wonId: string; currency: string; changes: string }>(
      `with recursive moved (id, won_id) as (
         select contract.id, won.id from contract join unnest($1::uuid[]) as won (id) on won.id = moved_from_contract_id
         union all
         select contract.id, moved.won_id from contract join moved on contract.moved_from_contract_id = moved.id),
       own as (
         select id, id as won_id from unnest($1::uuid[]) as won (id) union all select id, won_id from moved),
       step as (
         select won_id, step.currency, step.on_day, step.change,
                min(step.on_day) filter (where step.arr > 0) over (partition by won_id) as begun_on
           from own join arr_step as step on step.contract_id = own.id and step.replaced_at is null)
       select won_id as "wonId", currency, ${PACKED} as changes
         from step where on_day <= begun_on + $2::int or won_id = any ($3::uuid[])
        group by won_id, currency`,
      [contractIds, through, whole],
    );
    return rows.map(({ wonId, currency, changes }) => changesOf({ accountId: wonId, currency }, changes));
  }
}

/** SQL condition: won in the span, with a visible account. A function, since satellites add viewers at load time. */
function won(): string {
  return `deal.stage = 'won' and deal.won_at >= $1 and deal.won_at < $2
    and ($3 or contract.account_id in (select account.id from account where ${isSeenBy('account', '$4::uuid[]')}))`;
}
