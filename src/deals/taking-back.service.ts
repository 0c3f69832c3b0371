import { Injectable } from '@nestjs/common';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { Tx } from '../platform/sql/database.js';
import { pluck } from '../platform/values/group.js';
import { accountUndone } from './accounts/account.js';
import { AccountTypes } from './accounts/account-types.service.js';
import { DealCases } from './deal-cases.service.js';
import { undoneDeal } from './deal-making.js';
import { TakingBackStore } from './taking-back.store.js';

/** Deletes deals and accounts that an import has made, unless something has become of them. */
@Injectable()
export class TakingBackDeals {
  constructor(
    private readonly store: TakingBackStore,
    private readonly dealCases: DealCases,
    private readonly accountTypes: AccountTypes,
  ) {}

  /**
   * The caller holds the lock on all deals, and saves the work.
   * @returns the ids of the deals that are deleted; the others were worked on, or something names them
   */
  async takeBackDeals(tx: Tx, work: UnitOfWork, ids: readonly string[]): Promise<string[]> {
    const deals = await this.dealCases.openDeals(tx, await this.store.findFree(tx, 'deal', ids));
    work.advanceToLatest(deals);
    for (const deal of deals) undoneDeal(work, deal);
    await this.store.deleteMany(tx, 'deal', pluck(deals, 'subjectId'));
    // Whoever was a customer only because of such a deal is none.
    await this.accountTypes.reckonOf(
      tx,
      work,
      deals.flatMap(({ row }) => row.accountId ?? []),
    );
    return pluck(deals, 'subjectId');
  }

  /** Does the same for accounts, after their deals. */
  async takeBackAccounts(tx: Tx, work: UnitOfWork, ids: readonly string[]): Promise<string[]> {
    const accounts = await this.dealCases.openAccounts(tx, await this.store.findFree(tx, 'account', ids));
    work.advanceToLatest(accounts);
    for (const account of accounts) accountUndone(work, account);
    await this.store.deleteMany(tx, 'account', pluck(accounts, 'subjectId'));
    return pluck(accounts, 'subjectId');
  }
}
