import { Injectable } from '@nestjs/common';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Tx } from '../../platform/sql/database.js';
import { AccountStore } from '../accounts/account.store.js';
import { DealCases } from '../deal-cases.service.js';
import { DealGate } from '../deal-gate.service.js';
import { change } from '../deal-making.js';
import type { AccountCase, DealCase } from '../row-case.js';
import { RenewalDealStore } from './renewal-deal.store.js';
import { hasLeft, isByAccount, renewalOwnerOf } from './renewal-owner.js';

/** Moves open renewals of contracts to the reps who look after their accounts now. */
@Injectable()
export class RenewalOwners {
  constructor(
    private readonly renewals: RenewalDealStore,
    private readonly accounts: AccountStore,
    private readonly cases: DealCases,
    private readonly gate: DealGate,
  ) {}

  /** The caller holds the lock on all deals. Deals are locked before accounts. */
  async open(tx: Tx, accountIds: readonly string[]): Promise<DealCase[]> {
    return this.cases.openDeals(tx, await this.renewals.findOpenRenewalsWith(tx, accountIds));
  }

  /** @param accounts that this work has changed and written */
  async follow(
    tx: Tx,
    work: UnitOfWork,
    accounts: ReadonlyMap<string, AccountCase>,
    deals: readonly DealCase[],
  ): Promise<void> {
    const isActive = (repId: string) => work.directory.rep(repId)?.active === true;
    for (const deal of deals) {
      const { before = null, row } = accounts.get(deal.row.accountId!) ?? {};
      if (before === null || row === undefined) continue;
      const ownerRepId = renewalOwnerOf(row, isActive);
      const isSame = ownerRepId === renewalOwnerOf(before, isActive);
      if (isSame || !isByAccount(before, deal.row.ownerRepId)) continue;
      change(work, deal, { ...deal.row, ownerRepId }, 'account');
    }
    const moved = deals.filter(({ before, row }) => before !== row);
    if (moved.length === 0) return;
    await this.cases.write(tx, { deals: moved });
    await this.gate.follow(tx, work, moved);
  }

  /**
   * Gives a deal that this work has reopened the owner of a new renewal of its account if its own has left. If nobody
   * is there, a renewal waits for whoever gets the account; any other deal stays as it was. The caller writes it.
   */
  async bringBack(tx: Tx, work: UnitOfWork, deal: DealCase): Promise<void> {
    const { accountId, contractTerm } = deal.row;
    const isBack = deal.row.stage === 'open' && deal.before !== null && deal.before.stage !== 'open';
    if (!isBack || accountId === null || !hasLeft(work.directory, deal.row)) return;
    const [account] = await this.accounts.readMany(tx, [accountId]);
    const ownerRepId = renewalOwnerOf(account!, (repId) => work.directory.rep(repId)?.active === true);
    if (ownerRepId !== null || contractTerm !== null) change(work, deal, { ...deal.row, ownerRepId }, 'account');
  }
}
