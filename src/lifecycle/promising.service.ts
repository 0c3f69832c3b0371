import { Injectable } from '@nestjs/common';
import { partition } from '../platform/values/group.js';
import type { SlaPolicy } from '../sla/policy.js';
import type { LeadAction } from './acting.service.js';
import { givePolicy } from './clocks/adopting-policy.js';
import { beginHere, isOfThePast } from './clocks/first-promise.js';
import { beginLeadsClock, firstMatching } from './clocks/lead-clocks.js';
import { renew } from './closing/disposing.js';
import type { LeadCase } from './lead-case.js';
import { LifecycleService } from './lifecycle.service.js';
import { whyNotBackTo } from './moves/giving-back.js';
import type { ToRoute } from './routing/decided-leads.js';
import { Router } from './routing/router.service.js';

interface Promising {
  /** The act of which each owner is told once. */
  readonly act: string;
  /** The policy that they get; null for the first that matches each. */
  readonly policyId: string | null;
}

/** Gives open leads their first promise to which none was ever made. */
@Injectable()
export class PromisingService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly router: Router,
  ) {}

  /**
   * Those that were brought along begin their first cycle here: for their owner, or for whomever the rules find if nobody
   * who is there has them. Others get the policy in their cycle. Leads that no policy matches stay as they are.
   */
  async promise(
    { context, work }: Pick<LeadAction, 'context' | 'work'>,
    cases: readonly LeadCase[],
    { act, policyId }: Promising,
  ): Promise<void> {
    const { content } = work.directory;
    const policyOf = ({ document }: LeadCase): SlaPolicy | null =>
      policyId === null
        ? firstMatching(content, document!)
        : (content.policies.find(({ policy }) => policy.id === policyId)?.policy ?? null);
    const promised = cases.flatMap((leadCase) => {
      const policy = policyOf(leadCase);
      return policy === null ? [] : [{ leadCase, policy }];
    });
    this.lifecycle.saveSoFar(context.tx, work);
    work.advanceTo(await this.router.lock(context.tx));
    const [past, present] = partition(promised, ({ leadCase }) => isOfThePast(leadCase));
    for (const { leadCase, policy } of present) givePolicy(work, leadCase, policy);
    const isOwned = ({ lead: { ownerId } }: LeadCase) =>
      ownerId !== null && whyNotBackTo(ownerId, null, work.directory, work.now) === null;
    const [owned, others] = partition(past, ({ leadCase }) => isOwned(leadCase));
    for (const { leadCase, policy } of owned) beginHere(work, leadCase, leadCase.lead.ownerId!, { act, policy });
    const toRoute = others.map(({ leadCase, policy }): ToRoute => {
      const request = renew(work, leadCase, 'person', { why: 'promised' }, policy);
      return { leadCase, request, placing: { cause: 'queue', act } };
    });
    await this.router.route(context.tx, work, toRoute);
    for (const { leadCase } of others) beginLeadsClock(work, leadCase, work.now);
  }
}
