import { Injectable } from '@nestjs/common';
import { pluck } from '../../platform/values/group.js';
import type { ReachedMilestone } from '../following-leads.service.js';
import { LeadAccounts } from '../lead-accounts.service.js';
import type { LeadCase } from '../lead-case.js';
import { LifecycleService, type TransactionContext } from '../lifecycle.service.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { ruleNamed } from './asking-rules.js';
import type { ToRoute } from './decided-leads.js';
import { Router } from './router.service.js';
import { requestAtMilestone } from './routing-requests.js';

/** Routes leads a second time, at a milestone, if a rule says so. */
@Injectable()
export class HandingOver {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly router: Router,
    private readonly accounts: LeadAccounts,
  ) {}

  /**
   * Hands over leads that have reached milestones. Must come after everything that locks rows, because the routing lock
   * is the last. If a lead reached several milestones, the last one for which a rule hands it over counts.
   * @param reached in the order in which they happened
   */
  async handOver({ tx }: TransactionContext, work: UnitOfWork, reached: readonly ReachedMilestone[]): Promise<void> {
    const present = work.directory.handsOver ? reached.filter(isOfPresent) : [];
    await this.accounts.knowToRoute(tx, work.directory, pluck(present, 'leadCase'));
    const toRoute = new Map<LeadCase, ToRoute>();
    for (const { leadCase, milestone } of present) {
      const request = requestAtMilestone(work.directory, leadCase, milestone.name, work.now);
      if (request === null) continue;
      const acceptWithin = ruleNamed(work.directory, request.rule)?.acceptWithin ?? null;
      const facts = { milestone: milestone.name };
      toRoute.set(leadCase, {
        leadCase,
        request,
        placing: { cause: 'milestone', poolChosen: false, acceptWithin, facts },
      });
    }
    if (toRoute.size === 0) return;
    this.lifecycle.saveSoFar(tx, work);
    work.advanceTo(await this.router.lock(tx));
    await this.router.route(tx, work, [...toRoute.values()]);
  }
}

/**
 * Reports whether a milestone may hand a lead over. A lead that was won is closed, and milestones of earlier cycles do
 * not count.
 */
function isOfPresent({ leadCase: { lead }, milestone }: ReachedMilestone): boolean {
  return lead.status === 'open' && milestone.cycle === lead.cycle;
}
