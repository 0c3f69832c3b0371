import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { AccountTypes } from '../../deals/accounts/account-types.service.js';
import { DealCases } from '../../deals/deal-cases.service.js';
import { DealGate } from '../../deals/deal-gate.service.js';
import { change, factsOf } from '../../deals/deal-making.js';
import { DueDeals } from '../../deals/looking.service.js';
import type { DealCase } from '../../deals/row-case.js';
import { saysNothing, termOf } from '../../deals/sold-for.js';
import { LifecycleService, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { system } from '../../platform/values/actor.js';
import { pluck } from '../../platform/values/group.js';
import { renewDue } from '../contracts/auto-renewal.js';
import { beginContract, type Contract, type ContractCase, turnContract } from '../contracts/contract.js';
import { ContractStore } from '../contracts/contract.store.js';
import { ContractCases } from '../contracts/contract-cases.service.js';
import type { InCurrency } from '../contracts/contract-currency.js';
import { withMoved } from '../contracts/moving.js';
import { Expansions } from '../proposals/expansions.service.js';
import { Proposals } from '../proposals/proposals.service.js';
import { RenewalDeals } from '../renewals/renewal-deals.service.js';
import { soldBy } from './sold.js';
import { followed, type WonDeal, type WonDealEffects, type WonDealOutcome } from './won-deal.js';
import { WON_DEAL_LOOKS, WonDealStore } from './won-deal.store.js';
import type { WON_DEAL } from './won-deal.table.js';

interface WonDealContext {
  readonly work: UnitOfWork;
  readonly contracts: Map<string, ContractCase>;
  readonly renewals: readonly DealCase[];
  readonly inCurrency: InCurrency;
}

/** Makes contracts of won deals, updates them with the deals, and withdraws them. */
@Injectable()
export class WonDeals extends DueDeals<typeof WON_DEAL> {
  protected readonly what = 'The contract';

  constructor(
    lifecycle: LifecycleService,
    database: Database,
    time: TimeSource,
    private readonly dealCases: DealCases,
    private readonly renewals: RenewalDeals,
    private readonly gate: DealGate,
    private readonly accountTypes: AccountTypes,
    private readonly cases: ContractCases,
    private readonly contracts: ContractStore,
    private readonly store: WonDealStore,
    private readonly proposals: Proposals,
    private readonly expansions: Expansions,
  ) {
    super(lifecycle, database, time, WON_DEAL_LOOKS);
  }

  protected async lock(tx: Tx): Promise<void> {
    await this.contracts.lockMaking(tx);
    await this.renewals.lock(tx);
  }

  protected async lookAt(context: TransactionContext, due: readonly WonDeal[]): Promise<boolean> {
    const { tx, now } = context;
    const ids = due.map(({ dealId }) => dealId);
    const deals = await this.dealCases.openDeals(tx, ids);
    const billing = await this.gate.handover.readBilling(tx, ids);
    const looked = await this.begin(context, due, deals);
    const termed = await this.takeTermsOfForms(tx, looked.work, deals);
    const dealOf = new Map(deals.map((each) => [each.subjectId, each]));
    const after = due.map((former) => {
      const deal = dealOf.get(former.dealId)!;
      const sold = soldBy(deal.row, billing.get(former.dealId) ?? null);
      const contracts = contractsOf(looked, former, deal);
      return follow(
        looked,
        { deal, former },
        followed({ deal: deal.row, former, sold, contracts, inCurrency: looked.inCurrency, now: looked.work.now }),
      );
    });
    const contracts = [...looked.contracts.values()];
    const sales = after.map(({ dealId, contractId }) => ({ deal: dealOf.get(dealId)!.row, contractId }));
    await this.proposals.follow(tx, looked.work, sales, looked.contracts);
    const followedUp = await this.expansions.follow(
      tx,
      looked.work,
      after.map((won) => ({ deal: dealOf.get(won.dealId)!, won })),
    );
    const isChanged = ({ before, row }: ContractCase) => before !== row;
    renewDue(looked.work, contracts.filter(isChanged));
    await this.renewals.follow(tx, looked.work, contracts, looked.renewals);
    await this.cases.write(tx, contracts, looked.work);
    await this.dealCases.write(tx, { deals });
    await this.store.updateMany(tx, followedUp);
    await this.gate.follow(tx, looked.work, termed);
    const changed = due.map(({ dealId, dueAt }) => ({ deal: dealOf.get(dealId)!.row, changedAt: dueAt! }));
    await this.gate.handover.renew(tx, looked.work, changed);
    // A deal lasts as long as its contract, if it has one.
    await this.accountTypes.follow(tx, looked.work, deals);
    const withdrawn = contracts.filter((each) => isChanged(each) && each.row.withdrawnAt !== null);
    await this.store.lookAtAdded(tx, pluck(withdrawn, 'subjectId'), now);
    await this.lifecycle.save(tx, looked.work);
    return withdrawn.length > 0;
  }

  /** Gives deals that were won elsewhere, without saying for how long, the terms in their forms. @returns these deals */
  private async takeTermsOfForms(tx: Tx, work: UnitOfWork, deals: readonly DealCase[]): Promise<DealCase[]> {
    const silent = deals.filter(({ row }) => row.stage === 'won' && saysNothing(row));
    const handoffs = await this.gate.handover.read(tx, pluck(silent, 'subjectId'));
    return silent.filter((deal) => {
      const term = handoffs.get(deal.subjectId)?.term ?? null;
      if (term !== null) change(work, deal, { ...deal.row, term: termOf(term) }, 'form');
      return term !== null;
    });
  }

  private async begin(
    context: TransactionContext,
    due: readonly WonDeal[],
    deals: readonly DealCase[],
  ): Promise<WonDealContext> {
    const { tx } = context;
    const naming = await this.contracts.findByDeals(tx, pluck(due, 'dealId'));
    const made = due.flatMap(({ contractId }) => contractId ?? []);
    const ids = [
      ...naming.map(({ id }) => id),
      ...made,
      ...(await this.contracts.findMovedFrom(tx, made)),
      ...deals.flatMap(({ row }) => row.contractId ?? []),
    ];
    const opened = new Map(deals.map((deal) => [deal.subjectId, deal]));
    const renewals = (await this.renewals.open(tx, ids)).map((deal) => opened.get(deal.subjectId) ?? deal);
    const contracts = await this.cases.openMany(tx, [...new Set(ids)]);
    const work = this.lifecycle.workOn([], context, system('deal'));
    work.advanceToLatest(contracts);
    work.advanceToLatest(deals);
    const inCurrency = await this.cases.readInCurrency(tx, made);
    return { work, contracts: new Map(contracts.map((each) => [each.subjectId, each])), renewals, inCurrency };
  }
}

/** Contracts in their present state, since two deals of a look may add to one. */
function contractsOf(
  { contracts }: WonDealContext,
  { contractId, dealId }: WonDeal,
  { row }: DealCase,
): Map<string, Contract> {
  const all = [...contracts.values()].map((each) => each.row);
  const own = all.find(({ id }) => id === contractId);
  const moved = own === undefined ? [] : withMoved(own, all);
  const isIts = (each: Contract) => each.dealId === dealId || each.id === row.contractId || moved.includes(each);
  return new Map(all.filter(isIts).map((each) => [each.id, each]));
}

function follow(
  { work, contracts }: WonDealContext,
  { deal, former }: { readonly deal: DealCase; readonly former: WonDeal },
  next: WonDealEffects,
): WonDeal {
  for (const { contractId, turn } of next.turns) turnContract(work, contracts.get(contractId)!, turn);
  let { contractId } = next;
  if (next.made !== null) {
    contractId = work.newId();
    const made = beginContract(work, contractId, next.made);
    turnContract(work, made, { type: 'contract.started', fields: {}, facts: { byDealId: former.dealId } });
    contracts.set(contractId, made);
  }
  recordOnDeal(work, deal, { former, next, contractId });
  const { how, lastSold, isAsSold } = next;
  const isFollowing = how === 'made' || how === 'added';
  const contractSeq = isAsSold ? contracts.get(contractId!)!.row.eventSeq : former.contractSeq;
  return {
    ...former,
    dueAt: null,
    how,
    contractId,
    lastSold: isFollowing ? lastSold : null,
    contractSeq: isFollowing ? contractSeq : null,
  };
}

interface ContractOutcome {
  readonly former: WonDeal;
  readonly next: WonDealEffects;
  /** The contract that the win has now. */
  readonly contractId: string | null;
}

/** Records on the deal what has happened to its contract, if anything has. */
function recordOnDeal(work: UnitOfWork, deal: DealCase, { former, next, contractId: has }: ContractOutcome): void {
  const { problem } = next;
  const isOtherProblem = !isDeepStrictEqual(problem, deal.row.contractProblem);
  const isOver = former.how !== 'added' && former.contractId === deal.row.contractId;
  const contractId = has ?? (isOver && former.contractId !== null ? null : deal.row.contractId);
  const hasHappened = next.outcome !== null && next.outcome !== 'none';
  if (!hasHappened && !isOtherProblem && contractId === deal.row.contractId) return;
  deal.row = { ...deal.row, contractId, contractProblem: problem };
  const outcome: WonDealOutcome = next.outcome ?? (problem === null ? 'followed' : 'parted');
  work.record(deal, 'deal.contracted', {
    ...factsOf(deal.row),
    contractId,
    outcome,
    ...(problem !== null && { problem }),
  });
}
