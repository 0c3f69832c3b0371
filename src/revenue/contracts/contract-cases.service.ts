import { Injectable } from '@nestjs/common';
import { AccountTypes } from '../../deals/accounts/account-types.service.js';
import { RowCase } from '../../deals/row-case.js';
import { LockOrder } from '../../lifecycle/lock-order.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import { newId } from '../../platform/values/ids.js';
import { readInvoiced } from '../invoices/invoice.store.js';
import { readUsedInAmounts } from '../usage/usage.store.js';
import { lookAtDeals } from '../won-deals/won-deal.store.js';
import { ArrStepStore } from './arr-step.store.js';
import { differing } from './arr-steps.js';
import type { Contract, ContractCase } from './contract.js';
import { ContractStore } from './contract.store.js';
import type { InCurrency } from './contract-currency.js';
import { withUndoneTerms } from './notice.js';

/** Opens contracts for units of work, and writes their changes with the ARR steps that follow. */
@Injectable()
export class ContractCases {
  constructor(
    private readonly contracts: ContractStore,
    private readonly steps: ArrStepStore,
    private readonly locks: LockOrder,
    private readonly accountTypes: AccountTypes,
  ) {}

  async open(tx: Tx, id: string): Promise<ContractCase | undefined> {
    return (await this.openMany(tx, [id]))[0];
  }

  /** Skips unknown ids. */
  async openMany(tx: Tx, ids: readonly string[]): Promise<ContractCase[]> {
    this.locks.enter(tx, 'contract');
    return (await this.contracts.lockMany(tx, ids)).map(caseOf);
  }

  async openFree(tx: Tx, ids: readonly string[]): Promise<ContractCase[]> {
    this.locks.enter(tx, 'contract');
    return (await this.contracts.lockFree(tx, ids)).map(caseOf);
  }

  /** Returns which contracts have usage or invoices in their currency. The caller has locked the contracts. */
  async readInCurrency(tx: Tx, ids: readonly string[]): Promise<InCurrency> {
    return new Map([
      ...(await readUsedInAmounts(tx, ids)).map((id) => [id, 'usage'] as const),
      ...(await readInvoiced(tx, ids)).map((id) => [id, 'invoices'] as const),
    ]);
  }

  /** The caller holds the lock on all deals. */
  async write(tx: Tx, cases: readonly ContractCase[], work: UnitOfWork): Promise<void> {
    const { now } = work;
    const changed = cases.filter(({ before, row }) => row !== before);
    const rows = (those: readonly ContractCase[]) => those.map(({ row }) => row);
    await this.contracts.updateMany(tx, rows(changed.filter(({ before }) => before !== null)));
    await this.contracts.insertMany(tx, rows(changed.filter(({ before }) => before === null)));
    await this.writeSteps(tx, rows(changed), now);
    await lookAtDeals(tx, [...changed.flatMap(droppedDeals), ...changed.flatMap(movedProposals)], now);
    await this.accountTypes.reckonOf(tx, work, changed.flatMap(accountsOf));
  }

  private async writeSteps(tx: Tx, contracts: readonly Contract[], now: Instant): Promise<void> {
    const kept = await this.steps.readOfContracts(tx, pluck(contracts, 'id'));
    const { gone, added } = differing(contracts, kept);
    await this.steps.replace(tx, gone, now);
    await this.steps.insertMany(
      tx,
      added.map((step) => ({ ...step, id: newId(now), knownAt: now, replacedAt: null })),
    );
    const lost = new Set(gone);
    const changed = [...kept.filter(({ id }) => lost.has(id)), ...added];
    await this.steps.keepHistories(tx, [...new Set(pluck(changed, 'contractId'))]);
  }
}

/**
 * The accounts that may be customers because of a contract, or no longer: it has come, gone, moved, or ends otherwise,
 * or speaks for another deal.
 */
function accountsOf({ before, row }: ContractCase): string[] {
  const isSame =
    before?.accountId === row.accountId &&
    before.endsOn === row.endsOn &&
    before.withdrawnAt === row.withdrawnAt &&
    before.dealId === row.dealId;
  return isSame ? [] : [...new Set([before?.accountId ?? row.accountId, row.accountId])];
}

/** The deals that have added lines which are gone. */
function droppedDeals({ before, row }: ContractCase): string[] {
  const dealsOf = (contract: Contract) => withUndoneTerms(contract).lines.flatMap(({ dealId }) => dealId ?? []);
  const left = new Set(dealsOf(row));
  return before === null ? [] : dealsOf(before).filter((dealId) => !left.has(dealId));
}

/** Returns the deals whose proposals others may answer, since the contract is of another account now. */
function movedProposals({ before, row }: ContractCase): string[] {
  if (before === null || before.accountId === row.accountId) return [];
  return row.proposals.flatMap(({ dealId, state }) => (state === 'open' ? dealId : []));
}

const caseOf = (contract: Contract): ContractCase => new RowCase<Contract>('contract', contract, contract);
