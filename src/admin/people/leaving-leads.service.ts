import { Injectable } from '@nestjs/common';
import type { LeadCase } from '../../lifecycle/lead-case.js';
import { LeadCases } from '../../lifecycle/lead-cases.service.js';
import { LifecycleService, type TimeAndDirectory } from '../../lifecycle/lifecycle.service.js';
import type { ToRoute } from '../../lifecycle/routing/decided-leads.js';
import { assignByHand } from '../../lifecycle/routing/owning.js';
import type { PlacingOptions } from '../../lifecycle/routing/placement.js';
import { Router } from '../../lifecycle/routing/router.service.js';
import { requestPool } from '../../lifecycle/routing/routing-requests.js';
import type { LeadSuccessor } from '../../people/offboarding.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Actor } from '../../platform/values/actor.js';
import { groupBy, pluck, portionsOf } from '../../platform/values/group.js';
import { AssignmentStore } from '../../routing/assignments/assignment.store.js';

const AT_ONCE = 1_000;

@Injectable()
export class LeavingLeads {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly router: Router,
    private readonly assignments: AssignmentStore,
  ) {}

  find(tx: Tx, repId: string): Promise<string[]> {
    return this.assignments.readLeadsOf(tx, repId);
  }

  /** Hands over all leads, in the given transaction. @returns the leads by new owner; null is the queue */
  async handOver(
    tx: Tx,
    context: TimeAndDirectory,
    { repId, to, actor }: { readonly repId: string; readonly to: LeadSuccessor; readonly actor: Actor },
  ): Promise<Map<string | null, string[]>> {
    const got = new Map<string | null, string[]>();
    for (const ids of portionsOf(await this.find(tx, repId), () => 1, AT_ONCE)) {
      const opened = await this.cases.open(tx, ids, { withDocuments: true });
      const cases = opened.filter(({ lead }) => lead.ownerId === repId && lead.status === 'open');
      const work = this.lifecycle.workOn(cases, context, actor);
      work.advanceTo(await this.router.lock(tx));
      const placing: PlacingOptions = { cause: 'offboard', isQuiet: true, facts: { inactive: true } };
      if ('repId' in to) {
        for (const each of cases) assignByHand(work, each, to.repId, placing);
      } else {
        const toRoute = (leadCase: LeadCase): ToRoute => {
          const request = requestPool(work.directory, leadCase, to.poolId, 'offboard');
          const excluded = [...(request.excluded ?? []), repId];
          return {
            leadCase,
            request: { ...request, currentOwner: undefined, excluded },
            placing: { ...placing, poolChosen: true },
          };
        };
        await this.router.route(tx, work, cases.map(toRoute));
      }
      await this.lifecycle.save(tx, work);
      for (const [ownerId, theirs] of groupBy(cases, ({ lead }) => lead.ownerId))
        got.set(ownerId, [...(got.get(ownerId) ?? []), ...pluck(theirs, 'subjectId')]);
    }
    return got;
  }
}
