import { Injectable } from '@nestjs/common';
import type { LeadDocument } from '../../leads/lead.js';
import { LeadStore } from '../../leads/lead.store.js';
import { reviewNeededBy } from '../../leads/reading.js';
import type { SharingLead } from '../../leads/same-person.js';
import { type FoundPersons, SamePersonStore } from '../../leads/same-person.store.js';
import { pluck } from '../../platform/values/group.js';
import type { LeadAction } from '../acting.service.js';
import { ofCycle } from '../clocks/beginning-next.js';
import { beginLeadsClock, beginOwnersClock, pinPolicy } from '../clocks/lead-clocks.js';
import { LeadAccounts } from '../lead-accounts.service.js';
import type { LeadCase } from '../lead-case.js';
import type { ToRoute } from '../routing/decided-leads.js';
import { duplicatesOf } from '../routing/further-leads.js';
import { FurtherLeads } from '../routing/further-leads.service.js';
import { Router } from '../routing/router.service.js';
import { requestByRules } from '../routing/routing-requests.js';
import { noteWhatIsKnown, PersonsOfBatch } from './persons-of-batch.js';

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
    private readonly persons: SamePersonStore,
    private readonly further: FurtherLeads,
    private readonly leads: LeadStore,
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
    await this.relate({ context, work }, pluck(served, 'leadCase'));
    for (const { leadCase, fields } of served) {
      pinPolicy(work.directory, leadCase);
      const { policyId, policyVersion } = leadCase.lead;
      const policy = policyId === null ? null : { id: policyId, version: policyVersion };
      const related = leadCase.lead.duplicateOf === null ? [] : ['duplicateOf'];
      work.record(leadCase, 'lead.updated', {
        fields: [...fields, ...related, ...(policy === null ? [] : ['policy'])],
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

  /** Lets leads name others of their persons, as they do that come in: only now is it known who has sent them. */
  private async relate(
    { context: { tx, directory }, work }: Pick<LeadAction, 'context' | 'work'>,
    cases: readonly LeadCase[],
  ): Promise<void> {
    const all = cases.map((leadCase) => ({ leadCase, duplicates: duplicatesOf(directory, leadCase.document!) }));
    const looking = all.filter(({ duplicates }) => duplicates !== 'separate');
    const toFind = looking.map(({ leadCase }) => ({ key: leadCase.subjectId, person: leadCase.document! }));
    const found = await this.persons.find(tx, toFind, work.now);
    const batch = new PersonsOfBatch(without(found, new Set(pluck(cases, 'subjectId'))), true);
    const noted = looking.filter((each) => {
      const [same, issues] = [batch.find(each), batch.issuesOf(each)];
      noteWhatIsKnown(each.leadCase, same, issues);
      batch.add(each);
      return issues.length > 0;
    });
    await this.leads.updateDocuments(
      tx,
      noted.map(({ leadCase }) => ({ id: leadCase.subjectId, document: leadCase.document! })),
    );
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
    await this.router.route(context.tx, work, await this.further.asTheyAreNow(context.tx, work.directory, toRoute));
  }
}

/**
 * Leaves out the leads that are served themselves, and those that came later and still wait: once these are served, they
 * name the earlier ones.
 */
function without({ sharing, ...shared }: FoundPersons, ids: ReadonlySet<string>): FoundPersons {
  const others = Array.from(sharing, ([key, leads]) => {
    const isLater = ({ id, status, ownerId }: SharingLead) => id > key && status === 'open' && ownerId === null;
    return [key, leads.filter((lead) => !ids.has(lead.id) && !isLater(lead))] as const;
  });
  return { ...shared, sharing: new Map(others) };
}

export function isReachable(document: LeadDocument): boolean {
  return reviewNeededBy(document) === null;
}

/** Reports whether a lead was kept from a policy because nobody could be reached by it. Promises stay as they were made. */
export function wasKeptForReview(leadCase: LeadCase): boolean {
  const { lead, document } = leadCase;
  return lead.status === 'open' && lead.policyId === null && ofCycle(leadCase).length === 0 && !isReachable(document!);
}
