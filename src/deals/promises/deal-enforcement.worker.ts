import { Injectable } from '@nestjs/common';
import { DEAL_CLOCK_KINDS } from '../../clocks/clock.js';
import { DueSweep, type SubjectEnforcement } from '../../engine/due-sweep.service.js';
import type { Worker } from '../../engine/worker.js';
import type { Demand } from '../../lifecycle/clocks/enforcing.js';
import type { TransactionContext } from '../../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Tx } from '../../platform/sql/database.js';
import { type Hold, holdOn } from '../../sla/hold.js';
import type { Deal } from '../deal.js';
import { DEAL_ROW_COLUMNS, DealStore } from '../deal.store.js';
import { DealCases } from '../deal-cases.service.js';
import { DealGate } from '../deal-gate.service.js';
import { updatePromises } from './deal-promises.js';
import { isOwners, moveToManager } from './missed-deal.js';
import type { PromisedDeal } from './promised-deal.js';
import { PromisedDeals } from './promised-deals.service.js';

/** Deals processed in one transaction, which holds the lock on all deals. */
const AT_ONCE = 50;

/** Warns owners of the deadlines of their deals, notifies others of misses, and moves deals to managers. */
@Injectable()
export class DealEnforcementWorker implements Worker, SubjectEnforcement<Deal, PromisedDeal> {
  readonly serves = DEAL_CLOCK_KINDS;
  readonly subjectType = 'deal';
  readonly columns = DEAL_ROW_COLUMNS;
  readonly atOnce = AT_ONCE;

  constructor(
    private readonly sweep: DueSweep,
    private readonly cases: PromisedDeals,
    private readonly dealCases: DealCases,
    private readonly deals: DealStore,
    private readonly gate: DealGate,
  ) {}

  round(isStopping: () => boolean): Promise<boolean> {
    return this.sweep.round(this, isStopping);
  }

  /** A deal that moves takes its handoff and its account along. */
  lock(tx: Tx): Promise<void> {
    return this.deals.lockAll(tx);
  }

  openLocked(tx: Tx, rows: readonly Deal[]): Promise<PromisedDeal[]> {
    return this.cases.openLocked(tx, rows);
  }

  /** Updates promises first, so that owners are not warned about what they have done since the last look. */
  prepare(work: UnitOfWork, subjects: readonly PromisedDeal[]): void {
    for (const subject of subjects) updatePromises(work, subject);
  }

  /** Holds of sources and pools concern only leads. */
  async holdsOn(_context: TransactionContext, work: UnitOfWork): Promise<(subject: PromisedDeal) => Hold | null> {
    const holds = work.directory.holdsAt(work.now);
    return ({ clocks }) => holdOn(holds, { poolId: null, source: null, policyId: clocks.at(-1)?.policyId ?? null });
  }

  async carryOut(
    { tx }: TransactionContext,
    work: UnitOfWork,
    demands: readonly Demand<PromisedDeal>[],
  ): Promise<void> {
    const moves = demands.filter(
      ({ effect, subject, clock }) => effect.kind === 'reassign' && isOwners(subject, clock),
    );
    for (const { subject, clock } of moves) if (isOwners(subject, clock)) moveToManager(work, subject, clock);
    const moved = [...new Set(moves.map(({ subject }) => subject))].filter(({ deal }) => hasMoved(deal));
    if (moved.length === 0) return;
    const deals = moved.map(({ deal }) => deal);
    await this.dealCases.write(tx, { deals });
    await this.gate.follow(tx, work, deals);
    for (const subject of moved) updatePromises(work, subject);
  }
}

const hasMoved = ({ before, row }: PromisedDeal['deal']) => before?.ownerRepId !== row.ownerRepId;
