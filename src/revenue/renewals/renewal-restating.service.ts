import { Injectable } from '@nestjs/common';
import { DealStore } from '../../deals/deal.store.js';
import { DealCases } from '../../deals/deal-cases.service.js';
import { change } from '../../deals/deal-making.js';
import { LifecycleService } from '../../lifecycle/lifecycle.service.js';
import { system } from '../../platform/values/actor.js';
import { ContractStore } from '../contracts/contract.store.js';
import { RenewalStore } from './renewal.store.js';
import { RenewalDeals } from './renewal-deals.service.js';
import { restatedWorth } from './renewal-worth.js';

/** Renewals restated in one transaction. */
const RESTATED_AT_ONCE = 100;

/**
 * Gives renewals that were made with the ARR as their amount that of their whole term: once, with the events of any other
 * change. What somebody has reported as the amount stays.
 */
@Injectable()
export class RenewalRestating {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly deals: DealCases,
    private readonly contracts: ContractStore,
    private readonly renewals: RenewalDeals,
    private readonly found: RenewalStore,
    private readonly dealStore: DealStore,
  ) {}

  /** @returns whether there may be more */
  async restateDue(): Promise<boolean> {
    const found = await this.lifecycle.look(({ sql }) => this.found.findYearly(sql, 1));
    if (found.length === 0) return false;
    return this.lifecycle.performDue(async (context) => {
      const { tx } = context;
      await this.renewals.lock(tx);
      const ids = await this.found.findYearly(tx, RESTATED_AT_ONCE);
      const deals = await this.deals.openDeals(tx, ids);
      const ofDeals = await this.contracts.readMany(
        tx,
        deals.flatMap(({ row }) => row.contractId ?? []),
      );
      const contracts = new Map(ofDeals.map((contract) => [contract.id, contract]));
      const work = this.lifecycle.workOn([], context, system('renewal'));
      work.advanceToLatest(deals);
      for (const deal of deals) {
        const amount = restatedWorth(deal.row, contracts.get(deal.row.contractId!)!);
        if (amount !== null) change(work, deal, { ...deal.row, amount }, 'contract');
      }
      await this.renewals.write(tx, work, deals);
      await this.dealStore.noteWhole(tx, ids);
      await this.lifecycle.save(tx, work);
      return ids.length === RESTATED_AT_ONCE;
    });
  }
}
