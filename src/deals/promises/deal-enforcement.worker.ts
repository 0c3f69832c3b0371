import { Injectable } from '@nestjs/common';
import { DEAL_CLOCK_KINDS } from '../../clocks/clock.js';
import { DueSweep, type Enforced } from '../../engine/due-sweep.service.js';
import type { Worker } from '../../engine/worker.js';
import { missFacts } from '../../lifecycle/clocks.js';
import type { Demand } from '../../lifecycle/enforcing.js';
import { escalate } from '../../lifecycle/escalation.js';
import type { TransactionContext } from '../../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Tx } from '../../platform/database.js';
import { type Hold, holdOn } from '../../sla/hold.js';
import type { Deal } from '../deal.js';
import { DEAL_ROW_COLUMNS, DealStore } from '../deal.store.js';
import { DealCases } from '../deal-cases.service.js';
import { DealGate } from '../deal-gate.service.js';
import { change } from '../deal-making.js';
import { updatePromises } from './deal-promises.js';
import type { PromisedDeal } from './promised-deal.js';
import { PromisedDeals } from './promised-deals.service.js';

/** So many deals are worked on in one transaction, which holds the lock of all deals. */
const AT_ONCE = 50;

/** Warns owners of deals of what they promise, tells others of what they missed, and moves deals to managers. */
@Injectable()
export class DealEnforcementWorker implements Worker, Enforced<Deal, PromisedDeal> {
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

  /** Nobody is warned of what they have done already, also where no node has looked since. */
  prepare(work: UnitOfWork, subjects: readonly PromisedDeal[]): void {
    for (const subject of subjects) updatePromises(work, subject);
  }

  /** Holds of sources and pools are about leads. */
  async holdsOn(_context: TransactionContext, work: UnitOfWork): Promise<(subject: PromisedDeal) => Hold | null> {
    const holds = work.directory.holdsAt(work.now);
    return ({ clocks }) => holdOn(holds, { poolId: null, source: null, policyId: clocks.at(-1)?.policyId ?? null });
  }

  async carryOut(
    { tx }: TransactionContext,
    work: UnitOfWork,
    demands: readonly Demand<PromisedDeal>[],
  ): Promise<void> {
    const asked = demands.filter(
      ({ effect, subject, clock }) => effect.kind === 'reassign' && isOwners(subject, clock),
    );
    for (const { subject, clock } of asked) if (isOwners(subject, clock)) move(work, subject, clock);
    const moved = [...new Set(asked.map(({ subject }) => subject))].filter(({ deal }) => hasMoved(deal));
    if (moved.length === 0) return;
    const deals = moved.map(({ deal }) => deal);
    await this.dealCases.write(tx, { deals });
    await this.gate.follow(tx, work, deals);
    for (const subject of moved) updatePromises(work, subject);
  }
}

const hasMoved = ({ before, row }: PromisedDeal['deal']) => before?.ownerRepId !== row.ownerRepId;

/** Whether whoever missed it has the deal still. */
function isOwners({ ownerId }: PromisedDeal, { repId }: PromisedDeal['clocks'][number]): boolean {
  return ownerId === repId;
}

/** To the manager of whoever missed it; where there is none it stays, and the owner of the queue is told. */
function move(work: UnitOfWork, subject: PromisedDeal, clock: PromisedDeal['clocks'][number]): void {
  const { ownerId, deal } = subject;
  const managerId = ownerId === null ? null : whoeverIsAbove(work, ownerId);
  if (managerId === null) {
    escalate(work, subject, clock, 'queueOwner', 'nobodyElse');
    return;
  }
  change(work, deal, { ...deal.row, ownerRepId: managerId }, 'missed');
  const told = { fromRepId: ownerId, ...missFacts(clock) };
  work.tell(managerId, 'deal.reassigned', subject, told);
  const coverId = work.directory.standInFor(managerId, work.now);
  if (coverId !== managerId) work.tell(coverId, 'deal.reassigned', subject, { ...told, coversRepId: managerId });
}

/**
 * The first above them who is not absent; where all are, the first who has not left. Who is unavailable for an hour gets
 * it all the same: they keep it for months. A line that is a ring ends where it began.
 */
function whoeverIsAbove({ directory, now }: UnitOfWork, repId: string): string | null {
  const line = new Set<string>();
  for (let id = directory.managerOf(repId); id !== null && id !== repId && !line.has(id); id = directory.managerOf(id))
    line.add(id);
  const active = [...line].filter((id) => directory.rep(id)?.active === true);
  return active.find((id) => !directory.isAbsentAt(id, now)) ?? active[0] ?? null;
}
