import { Injectable } from '@nestjs/common';
import type { LeadDocument } from '../../leads/lead.js';
import { reviewNeededBy } from '../../leads/reading.js';
import { pluck } from '../../platform/values/group.js';
import type { LeadAction } from '../acting.service.js';
import { ofCycle } from '../clocks/beginning-next.js';
import { beginLeadsClock, beginOwnersClock, pinPolicy } from '../clocks/lead-clocks.js';
import { LeadAccounts } from '../lead-accounts.service.js';
import type { LeadCase } from '../lead-case.js';
import type { ToRoute } from '../routing/decided-leads.js';
import { Router } from '../routing/router.service.js';
import { requestByRules } from '../routing/routing-requests.js';

/** A lead by which somebody can be reached now, and the fields of it that changed. */
export interface ServedLead {
  readonly leadCase: LeadCase;
  readonly fields: readonly string[];
}

/** Serves leads that were kept for review because nobody could be reached by them. */
@Injectable()
export class ServingReviewed {
  constructor(
    private readonly accounts: LeadAccounts,
    private readonly router: Router,
  ) {}

  /**
   * Begins what leads get that come in, now that somebody can be reached by them: a policy with its promises, and an
   * owner by the rules for those that wait for review.
   * @param cause of their assignments: whether somebody has changed them, or they are read otherwise
   */
  async serve(
    { context, work }: Pick<LeadAction, 'context' | 'work'>,
    served: readonly ServedLead[],
    cause: 'manual' | 'queue',
  ): Promise<void> {
    if (served.length === 0) return;
    for (const { leadCase, fields } of served) {
      pinPolicy(work.directory, leadCase);
      const { policyId, policyVersion } = leadCase.lead;
      const policy = policyId === null ? null : { id: policyId, version: policyVersion };
      work.record(leadCase, 'lead.updated', {
        fields: policy === null ? fields : [...fields, 'policy'],
        ...(policy !== null && { policy }),
      });
    }
    const cases = pluck(served, 'leadCase');
    const owned = cases.filter(({ lead }) => lead.ownerId !== null);
    await this.routeFromReview(
      { context, work },
      cases.filter(({ lead }) => lead.ownerId === null && lead.rule === null),
      cause,
    );
    for (const leadCase of owned)
      if (leadCase.lead.workState === 'untouched')
        beginOwnersClock(work, leadCase, { ...leadCase.assignment!, repId: leadCase.lead.ownerId });
    for (const leadCase of cases) beginLeadsClock(work, leadCase, work.now);
  }

  /** Routes leads by the rules that were held for review, whatever has been done to them there. */
  private async routeFromReview(
    { context, work }: Pick<LeadAction, 'context' | 'work'>,
    cases: readonly LeadCase[],
    cause: 'manual' | 'queue',
  ): Promise<void> {
    if (cases.length === 0) return;
    await this.accounts.knowToRoute(context.tx, work.directory, cases);
    const facts = { reason: 'somebody can be reached by it now' };
    const toRoute = cases.map((leadCase): ToRoute => {
      const request = requestByRules(work.directory, leadCase, cause);
      return { leadCase, request, placing: { cause, poolChosen: false, facts } };
    });
    work.advanceTo(await this.router.lock(context.tx));
    await this.router.route(context.tx, work, toRoute);
  }
}

export function isReachable(document: LeadDocument): boolean {
  return reviewNeededBy(document) === null;
}

/** Reports whether a lead was kept from a policy because nobody could be reached by it. Promises stay as they were made. */
export function wasKeptForReview(leadCase: LeadCase): boolean {
  const { lead, document } = leadCase;
  return lead.status === 'open' && lead.policyId === null && ofCycle(leadCase).length === 0 && !isReachable(document!);
}
