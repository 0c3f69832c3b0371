import { Injectable } from '@nestjs/common';
import { LifecycleService, type TimeAndDirectory, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { system } from '../../platform/values/actor.js';
import { daysAfter } from '../../platform/values/day.js';
import { elapsedMs, MS_PER_DAY, parseDuration } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import type { Contract } from '../contracts/contract.js';
import { ContractStore } from '../contracts/contract.store.js';
import { ContractCases } from '../contracts/contract-cases.service.js';
import { RenewalStore } from './renewal.store.js';
import { RenewalDeals } from './renewal-deals.service.js';
import { type RenewalParts, renewalOf } from './renewal-making.js';

/** Renewals made, or ended, in one transaction. */
const RENEWALS_AT_ONCE = 100;

/**
 * Makes the renewals of contracts when they are due, and ends those whose contracts have ended. It does so under the
 * lock on all deals, and a renewal that was made is no longer due after the commit. So several nodes, or one that
 * restarts, make it once.
 */
@Injectable()
export class RenewalMaking {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly contracts: ContractStore,
    private readonly cases: ContractCases,
    private readonly renewals: RenewalDeals,
    private readonly found: RenewalStore,
  ) {}

  /** @returns whether there may be more */
  async makeDue(): Promise<boolean> {
    const found = await this.lifecycle.look(async ({ sql, now, directory }) =>
      this.contracts.findRenewable(sql, renewableDays({ now, directory: await directory() }), 1),
    );
    if (found.length === 0) return false;
    return this.lifecycle.performDue(async (context) => {
      const { tx } = context;
      await this.renewals.lock(tx);
      const ids = await this.contracts.findRenewable(tx, renewableDays(context), RENEWALS_AT_ONCE);
      const opened = await this.renewals.open(tx, ids);
      const contracts = (await this.cases.openFree(tx, ids)).map(({ row }) => row);
      const work = this.lifecycle.workOn([], context, system('renewal'));
      const known = await this.known(context, work, contracts);
      const made = contracts.flatMap((contract) => {
        const ofContract = opened.filter(({ row }) => row.contractId === contract.id);
        return renewalOf(work, contract, ofContract, known(contract)) ?? [];
      });
      await this.renewals.write(tx, work, made);
      await this.contracts.noteRenewals(tx, pluck(contracts, 'id'));
      await this.lifecycle.save(tx, work);
      return contracts.length > 0 && ids.length === RENEWALS_AT_ONCE;
    });
  }

  /** Ends the renewals of contracts that have ended and were not renewed. @returns whether there may be more */
  async endOver(): Promise<boolean> {
    const found = await this.lifecycle.look(async ({ sql, now, directory }) =>
      this.found.findEnded(sql, (await directory()).companyDay(now), 1),
    );
    if (found.length === 0) return false;
    return this.lifecycle.performDue(async (context) => {
      const { tx, now, directory } = context;
      await this.renewals.lock(tx);
      const ids = await this.found.findEnded(tx, directory.companyDay(now), RENEWALS_AT_ONCE);
      const opened = await this.renewals.open(tx, ids);
      const contracts = await this.cases.openFree(tx, ids);
      const work = this.lifecycle.workOn([], context, system('renewal'));
      await this.renewals.follow(tx, work, contracts, opened);
      // Renewals that cannot be ended are found again: after a batch of nothing else, the others wait for the next look.
      const hasEnded = work.recorded.length > 0;
      await this.lifecycle.save(tx, work);
      return hasEnded && ids.length === RENEWALS_AT_ONCE;
    });
  }

  private async known(
    { tx }: TransactionContext,
    work: UnitOfWork,
    contracts: readonly Contract[],
  ): Promise<(contract: Contract) => RenewalParts> {
    const partsOf = await this.renewals.parts(tx, work, pluck(contracts, 'accountId'));
    return ({ accountId }) => partsOf(accountId);
  }
}

/** Returns the range of days of notice for which renewals are made now. */
function renewableDays({ now, directory }: TimeAndDirectory) {
  const lead = parseDuration(directory.content.settings.renewalLead);
  if ('code' in lead) throw new Error('The settings have a renewal lead that is no duration');
  const from = directory.companyDay(now);
  return { from, through: daysAfter(from, elapsedMs(lead) / MS_PER_DAY) };
}
