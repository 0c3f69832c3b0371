import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { AccountStore } from '../../deals/accounts/account.store.js';
import { dealSightOf } from '../../deals/deal-sight.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { type Day } from '../../platform/values/day.js';
import { UsageStore } from '../usage/usage.store.js';
import { firstOfTrailing, yearlyUsage } from '../usage/usage-report.js';
import { revenueOn } from './account-revenue.js';
import type { AccountRevenueView } from './account-revenue.schema.js';
import { ArrStepStore } from './arr-step.store.js';
import { ContractStore } from './contract.store.js';

@Injectable()
export class AccountRevenueService {
  constructor(
    private readonly accounts: AccountStore,
    private readonly contracts: ContractStore,
    private readonly steps: ArrStepStore,
    private readonly usage: UsageStore,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
    private readonly database: Database,
  ) {}

  /** @throws NotFoundError unless the caller may see the account */
  async read(accountId: string, at: Day | undefined, caller: Caller): Promise<AccountRevenueView> {
    const sql = this.database.reads;
    const directory = await this.directories.now();
    const now = this.time.now();
    const sight = dealSightOf(caller, directory, now);
    const [account] = await this.accounts.readPage(sql, { id: accountId }, sight, null, 1);
    if (account === undefined) throw new NotFoundError('account', accountId);
    const today = directory.companyDay(now);
    const day = at ?? today;
    const window = { accountId: account.id, from: firstOfTrailing(day), to: day, isPast: day < today };
    const [contracts, steps, gone, used] = await Promise.all([
      this.contracts.readOfAccount(sql, account.id),
      this.steps.readOfAccount(sql, account.id),
      this.steps.findGone(sql, account.id),
      this.usage.sumOfAccount(sql, window),
    ]);
    const { currency } = directory.content.settings;
    return { accountId: account.id, ...revenueOn(day, { steps, gone, contracts, currency, usage: yearlyUsage(used) }) };
  }
}
