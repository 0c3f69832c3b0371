import { Injectable } from '@nestjs/common';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Tx } from '../../platform/sql/database.js';
import { pluck } from '../../platform/values/group.js';
import { RenewalDeals } from '../renewals/renewal-deals.service.js';
import { lookAtDeals } from '../won-deals/won-deal.store.js';
import { turnContract } from './contract.js';
import { ContractStore } from './contract.store.js';
import { ContractCases } from './contract-cases.service.js';

/** Withdraws contracts with the import that had made them. */
@Injectable()
export class WithdrawingContracts {
  constructor(
    private readonly contracts: ContractStore,
    private readonly cases: ContractCases,
    private readonly renewals: RenewalDeals,
  ) {}

  /**
   * The caller holds the lock of contracts, and saves the work. Their renewals are withdrawn as well.
   * @returns the ids of those that are withdrawn; others were changed, or are invoiced, used or being renewed
   */
  async withdraw(tx: Tx, work: UnitOfWork, ids: readonly string[]): Promise<string[]> {
    const free = await this.contracts.findUntouched(tx, ids);
    const opened = await this.renewals.open(tx, free);
    const cases = await this.cases.openMany(tx, free);
    work.advanceToLatest(cases);
    for (const contract of cases) {
      const terms = contract.row.terms.slice(0, 1);
      const fields = { withdrawnAt: work.now, lines: [], notice: null, terms, externalId: null, refs: {} };
      turnContract(work, contract, { type: 'contract.withdrawn', fields, facts: {} });
    }
    await this.renewals.follow(tx, work, cases, opened);
    await this.cases.write(tx, cases, work);
    await lookAtDeals(
      tx,
      cases.flatMap(({ row }) => row.dealId ?? []),
      work.now,
    );
    return pluck(cases, 'subjectId');
  }
}
