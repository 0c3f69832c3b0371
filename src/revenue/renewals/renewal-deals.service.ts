import { Injectable } from '@nestjs/common';
import { AccountStore } from '../../deals/accounts/account.store.js';
import { DealStore } from '../../deals/deal.store.js';
import { DealCases } from '../../deals/deal-cases.service.js';
import { DealGate } from '../../deals/deal-gate.service.js';
import { RenewalDealStore } from '../../deals/renewals/renewal-deal.store.js';
import { hasLeft, renewalOwnerOf } from '../../deals/renewals/renewal-owner.js';
import type { DealCase } from '../../deals/row-case.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Tx } from '../../platform/sql/database.js';
import type { ContractCase } from '../contracts/contract.js';
import { bringRenewal } from './renewal-changes.js';
import type { RenewalParts } from './renewal-making.js';

/** Updates the renewals of contracts in the transactions that change the contracts. */
@Injectable()
export class RenewalDeals {
  constructor(
    private readonly deals: DealStore,
    private readonly found: RenewalDealStore,
    private readonly dealCases: DealCases,
    private readonly accounts: AccountStore,
    private readonly gate: DealGate,
  ) {}

  /** Call it before changing contracts: it locks all deals, and renewals are locked before their contracts. */
  lock(tx: Tx): Promise<void> {
    return this.deals.lockAll(tx);
  }

  async open(tx: Tx, contractIds: readonly string[]): Promise<DealCase[]> {
    return this.dealCases.openDeals(tx, await this.found.findRenewals(tx, contractIds));
  }

  /**
   * Updates renewals to what this work has made of their contracts, and writes them. A contract whose present term has
   * a deal is no longer due to get one.
   */
  async follow(
    tx: Tx,
    work: UnitOfWork,
    contracts: readonly ContractCase[],
    opened: readonly DealCase[],
  ): Promise<void> {
    const byId = new Map(contracts.map((contract) => [contract.subjectId, contract]));
    const renewals = opened.filter(({ row }) => row.contractTerm !== null && byId.has(row.contractId!));
    if (renewals.length === 0) return;
    work.advanceToLatest(renewals);
    const concerned = renewals.flatMap(({ row }) => {
      const { accountId } = byId.get(row.contractId!)!.row;
      if (row.accountId !== null && row.accountId !== accountId) return [row.accountId, accountId];
      return row.stage !== 'open' && hasLeft(work.directory, row) ? [accountId] : [];
    });
    const partsOf = await this.parts(tx, work, concerned);
    for (const deal of renewals) {
      const contract = byId.get(deal.row.contractId!)!;
      bringRenewal(work, deal, contract, partsOf);
      hasRenewal(contract, deal);
    }
    await this.write(tx, work, renewals);
  }

  async write(tx: Tx, work: UnitOfWork, renewals: readonly DealCase[]): Promise<void> {
    const changed = renewals.filter(({ before, row }) => before !== row);
    if (changed.length === 0) return;
    await this.dealCases.write(tx, { deals: changed });
    await this.gate.follow(tx, work, changed);
  }

  /** Returns accounts by their ids, with the owners of their renewals. */
  async parts(tx: Tx, work: UnitOfWork, accountIds: readonly string[]): Promise<(accountId: string) => RenewalParts> {
    const accounts = await this.accounts.readMany(tx, [...new Set(accountIds)]);
    const isActive = (repId: string) => work.directory.rep(repId)?.active === true;
    const parts = new Map(
      accounts.map((account) => [account.id, { account, ownerRepId: renewalOwnerOf(account, isActive) }]),
    );
    return (accountId) => parts.get(accountId)!;
  }
}

/** A contract whose present term has a deal is not due to get one. */
export function hasRenewal(contract: ContractCase, { row: deal }: DealCase): void {
  const { terms, renewalBy } = contract.row;
  if (deal.contractTerm === terms.length && renewalBy !== null) contract.row = { ...contract.row, renewalBy: null };
}
