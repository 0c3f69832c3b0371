import { Injectable } from '@nestjs/common';
import { LifecycleService } from '../../lifecycle/lifecycle.service.js';
import { system } from '../../platform/values/actor.js';
import { RenewalDeals } from '../renewals/renewal-deals.service.js';
import { renewDue } from './auto-renewal.js';
import type { ContractCase } from './contract.js';
import { ContractStore } from './contract.store.js';
import { ContractCases } from './contract-cases.service.js';

/** Contracts renewed in one transaction. */
const RENEWED_AT_ONCE = 200;

/**
 * Renews contracts for which no notice was given. The node that has locked a contract renews it; after the commit it is
 * no longer due. So several nodes, or one that restarts, renew it once.
 */
@Injectable()
export class ContractRenewals {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly contracts: ContractStore,
    private readonly cases: ContractCases,
    private readonly renewals: RenewalDeals,
  ) {}

  /** @returns whether there may be more */
  async renewDue(): Promise<boolean> {
    const found = await this.lifecycle.look(async ({ sql, now, directory }) =>
      this.contracts.findRenewing(sql, (await directory()).companyDay(now), 1),
    );
    if (found.length === 0) return false;
    return this.lifecycle.performDue(async (context) => {
      const { tx, now, directory } = context;
      const today = directory.companyDay(now);
      const isDue = ({ row: { renewOn } }: ContractCase) => renewOn !== null && renewOn <= today;
      await this.renewals.lock(tx);
      const ids = await this.contracts.findRenewing(tx, today, RENEWED_AT_ONCE);
      const opened = await this.renewals.open(tx, ids);
      const due = (await this.cases.openFree(tx, ids)).filter(isDue);
      if (due.length === 0) return false;
      const work = this.lifecycle.workOn([], context, system('renewal'));
      work.advanceToLatest(due);
      renewDue(work, due);
      await this.renewals.follow(tx, work, due, opened);
      await this.cases.write(tx, due, work);
      await this.lifecycle.save(tx, work);
      // A contract that was reported long after it began may have more terms due.
      return ids.length === RENEWED_AT_ONCE || due.some(isDue);
    });
  }
}
