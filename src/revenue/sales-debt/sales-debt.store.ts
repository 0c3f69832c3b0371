import { Injectable } from '@nestjs/common';
import type { DealSight } from '../../deals/deal-sight.js';
import { isSeenBy } from '../../deals/deal-viewers.store.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Interval } from '../../platform/values/duration.js';
import { toIso } from '../../platform/values/duration.js';
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
}

@Injectable()
export class SalesDebtStore {
  /** Sets planner options for this transaction: a long span is read by scans of whole tables, a short one by indexes. */
  async prepare(tx: Tx): Promise<void> {
    await tx.query(`select set_config('enable_seqscan', 'on', true), set_config('work_mem', '64MB', true)`);
  }

  readWon(tx: Tx, by: Attribution, span: Interval, sight: DealSight): Promise<WonRow[]> {
    return tx.rows(
      `select contract.id as "contractId", deal.id as "dealId", ${ofDeal(by)} as key, notice->>'reason' as reason
         from deal join contract on contract.deal_id = deal.id where ${won()}`,
      [toIso(span.from), toIso(span.to), sight.all, sight.repIds],
    );
  }

  /**
   * Returns changes of ARR, also of lines that moved to other accounts, without what other deals have added.
   * `accountId` is the won contract.
   * @param through for so many days after the first day on which a contract has ARR; later changes may be left out
   */
  async readChanges(
    tx: Tx,
    span: Interval,
    sight: DealSight,
    won: readonly WonRow[],
    through: number,
  ): Promise<ArrChanges[]> {
    const others = await this.readOfOthers(tx, won);
    // Without what other deals have added, its first day may be a later one.
    const whole = new Set(others.map(({ accountId }) => accountId));
    return [...(await this.readOfContracts(tx, span, sight, through, [...whole])), ...others];
  }

  private async readOfOthers(tx: Tx, won: readonly WonRow[]): Promise<ArrChanges[]> {
    const contractIds = new Set(won.map(({ contractId }) => contractId));
    const changes = await readChangesByOthers(tx, [...new Set(won.map(({ dealId }) => dealId))]);
    return changes
      .filter(({ soldContractId }) => contractIds.has(soldContractId))
      .map(({ soldContractId: accountId, currency, day, change }) =>
        changesOf({ accountId, currency }, packedChange(day, -change)),
      );
  }

  /** Packed, because a row for each change takes longer to read than to add up. */
  private async readOfContracts(
    tx: Tx,
    span: Interval,
    sight: DealSight,
    through: number,
    whole: readonly string[],
  ): Promise<ArrChanges[]> {
    const rows = await tx.rows<{ wonId: string; currency: string; changes: string }>(
      `with recursive own as (
         select contract.id, contract.id as won_id from deal join contract on contract.deal_id = deal.id where ${won()}
         union all
         select contract.id, own.won_id from contract join own on contract.moved_from_contract_id = own.id),
       begun as materialized (
         select own.won_id, min(step.on_day) as on_day
           from own join arr_step as step on step.contract_id = own.id and step.replaced_at is null and step.arr > 0
          group by own.won_id)
       select own.won_id as "wonId", step.currency, ${PACKED} as changes
         from begun
         join own on own.won_id = begun.won_id
         join arr_step as step on step.contract_id = own.id and step.replaced_at is null
          and (step.on_day <= begun.on_day + $5::int or own.won_id = any ($6::uuid[]))
        group by own.won_id, step.currency`,
      [toIso(span.from), toIso(span.to), sight.all, sight.repIds, through, whole],
    );
    return rows.map(({ wonId, currency, changes }) => changesOf({ accountId: wonId, currency }, changes));
  }
}

/** SQL condition: won in the span, with a visible account. A function, since satellites add viewers at load time. */
function won(): string {
  return `deal.stage = 'won' and deal.won_at >= $1 and deal.won_at < $2
    and ($3 or contract.account_id in (select account.id from account where ${isSeenBy('account', '$4::uuid[]')}))`;
}
