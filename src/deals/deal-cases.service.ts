import { Injectable } from '@nestjs/common';
import { LockOrder } from '../lifecycle/lock-order.service.js';
import type { Tx } from '../platform/sql/database.js';
import { pluck } from '../platform/values/group.js';
import type { Account } from './accounts/account.js';
import { AccountStore } from './accounts/account.store.js';
import type { Deal } from './deal.js';
import { DealStore } from './deal.store.js';
import { lookAtPromises } from './promises/deal-look.store.js';
import { type AccountCase, type DealCase, RowCase } from './row-case.js';

interface WrittenCases {
  readonly accounts?: readonly AccountCase[];
  readonly deals?: readonly DealCase[];
}

/** Opens deals and accounts for units of work, and writes their changes. */
@Injectable()
export class DealCases {
  constructor(
    private readonly accounts: AccountStore,
    private readonly deals: DealStore,
    private readonly locks: LockOrder,
  ) {}

  /** Skips unknown ids. */
  async openAccounts(tx: Tx, ids: readonly string[]): Promise<AccountCase[]> {
    this.locks.enter(tx, 'account');
    const accounts = await this.accounts.lockMany(tx, ids);
    return accounts.map((account) => new RowCase<Account>('account', account, account));
  }

  async openDeal(tx: Tx, id: string): Promise<DealCase | undefined> {
    return (await this.openDeals(tx, [id]))[0];
  }

  /** Skips unknown ids. */
  async openDeals(tx: Tx, ids: readonly string[]): Promise<DealCase[]> {
    this.locks.enter(tx, 'deal');
    return (await this.deals.lockMany(tx, ids)).map(caseOf);
  }

  async openOfLeads(tx: Tx, leadIds: readonly string[]): Promise<DealCase[]> {
    this.locks.enter(tx, 'deal');
    return (await this.deals.lockOpenOfLeads(tx, leadIds)).map(caseOf);
  }

  /** The deal by which a milestone was reached. */
  async openOfMilestone(tx: Tx, milestoneId: string): Promise<DealCase | undefined> {
    this.locks.enter(tx, 'deal');
    const deal = await this.deals.lockOfMilestone(tx, milestoneId);
    return deal && caseOf(deal);
  }

  /** Writes new and changed rows, accounts before their deals, and schedules a look at the promises of these deals. */
  async write(tx: Tx, written: WrittenCases): Promise<void> {
    await this.writeUnpromised(tx, written);
    const touched = rows((written.deals ?? []).filter((each) => isNew(each) || hasChanged(each)));
    await lookAtPromises(tx, pluck(touched, 'id'), Math.max(...touched.map(({ updatedAt }) => updatedAt)));
  }

  /** Does the same for deals of which nothing is promised until something happens to them. */
  async writeUnpromised(tx: Tx, { accounts = [], deals = [] }: WrittenCases): Promise<void> {
    // Existing accounts first: one may give up a domain that a new one gets.
    await this.accounts.updateMany(tx, rows(accounts.filter(hasChanged)));
    await this.accounts.insertMany(tx, rows(accounts.filter(isNew)));
    const changed = deals.filter(hasChanged);
    // Ended deals first: a lead has one open deal at most.
    await this.deals.updateMany(tx, rows(changed.filter((each) => !isOpen(each))));
    await this.deals.insertMany(tx, rows(deals.filter(isNew)));
    await this.deals.updateMany(tx, rows(changed.filter(isOpen)));
  }
}

const caseOf = (deal: Deal): DealCase => new RowCase<Deal>('deal', deal, deal);
const isNew = ({ before }: { readonly before: unknown }) => before === null;
const hasChanged = ({ before, row }: { readonly before: unknown; readonly row: unknown }) =>
  before !== null && row !== before;
const isOpen = ({ row }: DealCase) => row.stage === 'open';
const rows = <Row>(cases: readonly { readonly row: Row }[]): Row[] => cases.map(({ row }) => row);
