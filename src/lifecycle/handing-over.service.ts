import { Injectable } from '@nestjs/common';
import type { ToRoute } from './decided-leads.js';
import type { Reached } from './following-leads.service.js';
import type { LeadCase } from './lead-case.js';
import { LifecycleService, type TransactionContext } from './lifecycle.service.js';
import { Router } from './router.service.js';
import { requestAtMilestone } from './routing-requests.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Routes leads a second time, at a milestone, where a rule says so. */
@Injectable()
export class HandingOver {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly router: Router,
  ) {}

  /**
   * Hands leads over that have reached milestones, after everything that locks rows: the routing lock is the last. Of
   * several milestones of a lead the last one counts.
   * @param reached in the order in which they happened
   */
  async handOver({ tx }: TransactionContext, work: UnitOfWork, reached: readonly Reached[]): Promise<void> {
    const toRoute = new Map<LeadCase, ToRoute>();
    for (const { leadCase, milestone } of reached) {
      const { lead } = leadCase;
      if (lead.status !== 'open' || milestone.name === 'won' || milestone.cycle !== lead.cycle) continue;
      const request = requestAtMilestone(work.directory, leadCase, `milestone:${milestone.name}`);
      if (request === null) continue;
      toRoute.set(leadCase, {
        leadCase,
        request,
        placing: { cause: 'milestone', facts: { milestone: milestone.name } },
      });
    }
    if (toRoute.size === 0) return;
    this.lifecycle.saveSoFar(tx, work);
    work.advanceTo(await this.router.lock(tx));
    await this.router.route(tx, work, [...toRoute.values()]);
  }
}
