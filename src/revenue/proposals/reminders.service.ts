import { Injectable } from '@nestjs/common';
import type { Account } from '../../deals/accounts/account.js';
import { AccountStore } from '../../deals/accounts/account.store.js';
import type { Deal } from '../../deals/deal.js';
import { DealStore } from '../../deals/deal.store.js';
import { LifecycleService } from '../../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Tx } from '../../platform/sql/database.js';
import { system } from '../../platform/values/actor.js';
import { pluck } from '../../platform/values/group.js';
import type { ContractCase } from '../contracts/contract.js';
import { ContractStore } from '../contracts/contract.store.js';
import { ContractCases } from '../contracts/contract-cases.service.js';
import type { WonDeal } from '../won-deals/won-deal.js';
import { WonDealStore } from '../won-deals/won-deal.store.js';
import { worthOf } from './delivered-expansion.js';
import { afterTelling, awaitsReminder, type Proposal } from './proposal.js';
import { arrsOf } from './proposed-amendment.js';
import { tellOfOverdue } from './telling.js';

/** Contracts, and deals, in one transaction. */
const REMINDED_AT_ONCE = 100;

/**
 * Reminds those who have not answered what deliveries propose, once and when its day is over, and tells their managers.
 * What was reminded of is no longer found, so several nodes, or one that restarts, remind once.
 */
@Injectable()
export class ProposalReminders {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly contracts: ContractStore,
    private readonly cases: ContractCases,
    private readonly wonDeals: WonDealStore,
    private readonly deals: DealStore,
    private readonly accounts: AccountStore,
  ) {}

  /** @returns whether there may be more */
  async remindDue(): Promise<boolean> {
    const isDue = await this.lifecycle.look(async ({ sql, now, directory }) => {
      const today = (await directory()).companyDay(now);
      const contracts = await this.contracts.findToRemindOf(sql, today, 1);
      return contracts.length > 0 || (await this.wonDeals.findToRemindOf(sql, today, 1)).length > 0;
    });
    if (!isDue) return false;
    return this.lifecycle.performDue(async (context) => {
      const { tx, now, directory } = context;
      const today = directory.companyDay(now);
      await this.deals.lockAll(tx);
      const contractIds = await this.contracts.findToRemindOf(tx, today, REMINDED_AT_ONCE);
      const dealIds = await this.wonDeals.findToRemindOf(tx, today, REMINDED_AT_ONCE);
      const won = await this.wonDeals.lockMany(tx, dealIds);
      const contracts = await this.cases.openFree(tx, contractIds);
      const work = this.lifecycle.workOn([], context, system('deal'));
      work.advanceToLatest(contracts);
      const remindedOf = await this.remind(tx, work, contracts, won);
      await this.cases.write(tx, contracts, work);
      await this.wonDeals.updateMany(tx, remindedOf);
      await this.lifecycle.save(tx, work);
      return contracts.length === REMINDED_AT_ONCE || dealIds.length === REMINDED_AT_ONCE;
    });
  }

  /** @returns the sales, with what was told */
  private async remind(
    tx: Tx,
    work: UnitOfWork,
    contracts: readonly ContractCase[],
    won: readonly WonDeal[],
  ): Promise<WonDeal[]> {
    const today = work.directory.companyDay(work.now);
    const isDue = (proposal: Proposal) => awaitsReminder(proposal, today);
    const ofContracts = contracts.flatMap(({ row }) => row.proposals.filter(isDue));
    const ofDeals = won.flatMap(({ proposals }) => proposals.filter(isDue));
    const dealOf = await this.dealsOf(tx, [...ofContracts, ...ofDeals]);
    const accountOf = await this.accountsOf(tx, [
      ...pluck(contracts, 'row').map(({ accountId }) => accountId),
      ...ofDeals.flatMap(({ dealId }) => dealOf(dealId).accountId ?? []),
    ]);
    for (const contract of contracts) {
      const { row } = contract;
      const account = accountOf(row.accountId);
      const proposals = afterTelling(row.proposals, today, (proposal) => {
        const facts = { contractId: row.id, currency: row.currency, ...arrsOf(row, proposal) };
        const { answerBy, raisedOn } = proposal;
        const concerned = { deal: dealOf(proposal.dealId), account, contract, raisedOn };
        return tellOfOverdue(work, concerned, { ...facts, answerBy });
      });
      contract.row = { ...row, proposals };
    }
    return won.map((each) => {
      const proposals = afterTelling(each.proposals, today, (proposal) => {
        const deal = dealOf(proposal.dealId);
        const { currency, answerBy, raisedOn } = proposal;
        const concerned = { deal, account: accountOf(deal.accountId), raisedOn };
        return tellOfOverdue(work, concerned, { worth: worthOf(proposal), currency, answerBy });
      });
      return { ...each, proposals };
    });
  }

  private async dealsOf(tx: Tx, proposals: readonly Proposal[]): Promise<(id: string) => Deal> {
    const byId = new Map((await this.deals.readMany(tx, pluck(proposals, 'dealId'))).map((deal) => [deal.id, deal]));
    return (id) => byId.get(id)!;
  }

  private async accountsOf(tx: Tx, ids: readonly string[]): Promise<(id: string | null) => Account | undefined> {
    const byId = new Map((await this.accounts.readMany(tx, [...new Set(ids)])).map((each) => [each.id, each]));
    return (id) => byId.get(id ?? '');
  }
}
