import { Injectable } from '@nestjs/common';
import type { DealSight } from '../../deals/deal.view.js';
import { isSeenBy } from '../../deals/deal-viewers.store.js';
import type { Tx } from '../../platform/database.js';
import type { Interval } from '../../platform/duration.js';
import { toIso } from '../../platform/duration.js';
import type { Attribution } from '../attribution.js';
import { ofDeal } from '../attribution.store.js';
import type { ArrChange } from '../windows/account-histories.js';
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
  readWon(tx: Tx, by: Attribution, span: Interval, sight: DealSight): Promise<WonRow[]> {
    return tx.rows(
      `select contract.id as "contractId", deal.id as "dealId", ${ofDeal(by)} as key, notice->>'reason' as reason
         from deal join contract on contract.deal_id = deal.id where ${won()}`,
      [toIso(span.from), toIso(span.to), sight.all, sight.repIds],
    );
  }

  /**
   * Returns changes of ARR by day, also of lines that moved to other accounts, without what other deals have added.
   * `accountId` is the won contract.
   */
  async readChanges(tx: Tx, span: Interval, sight: DealSight, won: readonly WonRow[]): Promise<ArrChange[]> {
    const others = await this.readOfOthers(tx, won);
    return [...(await this.readOfContracts(tx, span, sight)), ...others];
  }

  private async readOfOthers(tx: Tx, won: readonly WonRow[]): Promise<ArrChange[]> {
    const contractIds = new Set(won.map(({ contractId }) => contractId));
    const changes = await readChangesByOthers(tx, [...new Set(won.map(({ dealId }) => dealId))]);
    return changes
      .filter(({ soldContractId }) => contractIds.has(soldContractId))
      .map(({ soldContractId: accountId, currency, day, change }) => ({
        ...{ accountId, group: null, currency, day, hadArr: false },
        change: String(-change),
      }));
  }

  private readOfContracts(tx: Tx, span: Interval, sight: DealSight): Promise<ArrChange[]> {
    return tx.rows(
      `with recursive own as (
         select contract.id, contract.id as won_id from deal join contract on contract.deal_id = deal.id where ${won()}
         union all
         select contract.id, own.won_id from contract join own on contract.moved_from_contract_id = own.id)
       select own.won_id as "accountId", null as "group", step.currency, step.on_day::text as day, sum(step.change)::text as change,
              false as "hadArr"
         from own join arr_step as step on step.contract_id = own.id and step.replaced_at is null
        group by own.won_id, step.currency, step.on_day`,
      [toIso(span.from), toIso(span.to), sight.all, sight.repIds],
    );
  }
}

/** SQL condition: won in the span, with a visible account. A function, since satellites add viewers at load time. */
function won(): string {
  return `deal.stage = 'won' and deal.won_at >= $1 and deal.won_at < $2
    and ($3 or contract.account_id in (select account.id from account where ${isSeenBy('account', '$4::uuid[]')}))`;
}
