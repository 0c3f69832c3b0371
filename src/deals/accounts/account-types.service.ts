import { Injectable } from '@nestjs/common';
import { LifecycleService } from '../../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Tx } from '../../platform/sql/database.js';
import { system } from '../../platform/values/actor.js';
import type { Day } from '../../platform/values/day.js';
import { pluck } from '../../platform/values/group.js';
import { DealStore } from '../deal.store.js';
import { type AccountCase, type DealCase, RowCase } from '../row-case.js';
import type { SaidSoldFor } from '../sold-for.js';
import { type Account, changeAccount } from './account.js';
import { AccountStore } from './account.store.js';
import { typeByDeals } from './account-type.js';

/** Accounts evaluated in one transaction. */
const RECKONED_AT_ONCE = 200;

/** Derives the types of accounts from their won deals and their contracts. Callers hold the lock on all deals. */
@Injectable()
export class AccountTypes {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly deals: DealStore,
    private readonly accounts: AccountStore,
  ) {}

  /** Updates accounts whose written deals were won or reopened, changed account, or changed their last day. */
  async follow(tx: Tx, work: UnitOfWork, cases: readonly DealCase[]): Promise<void> {
    const ids = cases
      .filter(saysOtherwise)
      .flatMap(({ before, row }) => [before?.accountId ?? null, row.accountId])
      .filter((id) => id !== null);
    await this.reckonOf(tx, work, ids);
  }

  /** Updates accounts whose written contracts may say otherwise. */
  async reckonOf(tx: Tx, work: UnitOfWork, accountIds: readonly string[]): Promise<void> {
    await this.reckon(tx, work, await this.accounts.readMany(tx, [...new Set(accountIds)]));
  }

  /** Updates accounts whose type may change because a day has passed. */
  async reckonDue(): Promise<void> {
    while (await this.reckonSome());
  }

  /** @returns whether there may be more */
  private reckonSome(): Promise<boolean> {
    return this.lifecycle.performDue(async (context) => {
      const { tx, now, directory } = context;
      await this.deals.lockAll(tx);
      const due = await this.accounts.readToReckon(tx, directory.companyDay(now), RECKONED_AT_ONCE);
      if (due.length === 0) return false;
      const work = this.lifecycle.workOn([], context, system('accounts'));
      await this.reckon(tx, work, due);
      await this.lifecycle.save(tx, work);
      return due.length === RECKONED_AT_ONCE;
    });
  }

  private async reckon(tx: Tx, work: UnitOfWork, accounts: readonly Account[]): Promise<void> {
    if (accounts.length === 0) return;
    const ends = await this.deals.readEndsOf(tx, pluck(accounts, 'id'));
    const today = work.directory.companyDay(work.now);
    const changed: AccountCase[] = [];
    for (const row of accounts) {
      const typed = typeByDeals(row, ends.get(row.id) ?? [], today);
      const isSame = typed.type === row.type && typed.toldType === row.toldType && typed.reckonOn === row.reckonOn;
      if (isSame) continue;
      const account = new RowCase<Account>('account', row, row);
      work.advanceTo(row.updatedAt);
      if (typed.type === row.type) account.row = { ...row, ...typed };
      else changeAccount(work, account, typed, ['type']);
      changed.push(account);
    }
    await this.accounts.updateMany(tx, pluck(changed, 'row'));
  }
}

/** Reports whether the change of a deal may change the type of its account. */
function saysOtherwise({ before, row }: DealCase): boolean {
  const [was, is] = [before?.stage === 'won', row.stage === 'won'];
  if (was !== is) return true;
  if (!is) return false;
  const isSame = before!.accountId === row.accountId && before!.contractId === row.contractId;
  return !isSame || lastDayOf(before!) !== lastDayOf(row);
}

function lastDayOf({ term, pilotEndsOn }: SaidSoldFor): Day | null {
  return term?.endsOn ?? pilotEndsOn;
}
