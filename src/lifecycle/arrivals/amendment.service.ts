import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { effectOf } from '../../disposition/suppression.js';
import type { SuppressionRow } from '../../disposition/suppression.store.js';
import { amend } from '../../leads/amending.js';
import { externalKey } from '../../leads/external-key.js';
import { InquiryStore } from '../../leads/inquiry.store.js';
import type { LeadPatch } from '../../leads/lead.dto.js';
import { LeadExistsError } from '../../leads/lead.errors.js';
import type { LeadDocument } from '../../leads/lead.js';
import { LeadStore } from '../../leads/lead.store.js';
import { refuse } from '../../platform/input/refusal.js';
import { ActingService, type LeadAction } from '../acting.service.js';
import { reconsider } from '../clocks/cadence.js';
import { leaveHolds } from '../clocks/clocks.js';
import { followCondition } from '../clocks/pausing.js';
import { LeadAccounts } from '../lead-accounts.service.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import type { TransactionContext } from '../lifecycle.service.js';
import { leadElsewhere } from '../routing/asking-rules.js';
import { Router } from '../routing/router.service.js';
import { isAskedFirst, requestByRules } from '../routing/routing-requests.js';
import { warnOfCalling, withoutCalls } from './serving-by-address.js';
import { isReachable, ServingReviewed, wasKeptForReview } from './serving-reviewed.service.js';
import { Suppressing } from './suppressing.service.js';

/**
 * Applies what became known later about a lead. Its promises stay as they were made, but count in the hours in which
 * the person may be contacted by present knowledge.
 */
@Injectable()
export class AmendmentService {
  constructor(
    private readonly acting: ActingService,
    private readonly leads: LeadStore,
    private readonly inquiries: InquiryStore,
    private readonly router: Router,
    private readonly cases: LeadCases,
    private readonly accounts: LeadAccounts,
    private readonly suppressing: Suppressing,
    private readonly serving: ServingReviewed,
  ) {}

  /** @throws LeadExistsError if another lead, or a form that joined it, has the new source and external id already */
  async amend(id: string, { reroute, ...patch }: LeadPatch, caller: Caller): Promise<LeadCase> {
    return this.acting.change({ id, caller }, async (opened) => {
      const { context, work, leadCase } = opened;
      const amended = amend(leadCase.document!, patch, context);
      refuse(amended.faults);
      // A patch that changes nothing is not recorded.
      if (amended.fields.length > 0) {
        await this.requireFree(context, id, leadCase.document!, amended.document);
        const suppression = await this.suppressionOf(opened, amended.document);
        const isUncalled = suppression !== undefined && effectOf(suppression, amended.document) !== 'closes';
        const document = isUncalled ? withoutCalls(amended.document) : amended.document;
        await this.leads.updateDocuments(context.tx, [{ id, document }]);
        const isServed = isReachable(document) && wasKeptForReview(leadCase);
        leadCase.document = document;
        leadCase.lead = { ...leadCase.lead, updatedAt: work.now };
        await this.cases.knowAccounts(context.tx, [leadCase]);
        if (isServed && suppression !== undefined && !isUncalled) {
          work.record(leadCase, 'lead.updated', { fields: amended.fields });
          await this.suppressing.admit(context.tx, work, [leadCase]);
          return;
        }
        if (isServed) await this.serving.serve(opened, [{ leadCase, fields: amended.fields }], 'manual');
        else work.record(leadCase, 'lead.updated', { fields: amended.fields });
        if (isUncalled) warnOfCalling(work, leadCase.lead.ownerId, leadCase, suppression);
        followCondition(work, leadCase, work.now);
        reconsider(work, leadCase);
        if (amended.fields.includes('source')) leaveHolds(work, leadCase);
      }
      if (reroute === 'ifUntouched') await this.reroute(opened);
    });
  }

  /** Returns the suppression that covers the address or the number that a patch has given an open lead. */
  private async suppressionOf(
    { context: { tx, now }, leadCase }: LeadAction,
    document: LeadDocument,
  ): Promise<SuppressionRow | undefined> {
    const { emailKey, phoneKey } = leadCase.document!;
    if (document.emailKey === emailKey && document.phoneKey === phoneKey) return undefined;
    const { lead } = leadCase;
    return (await this.suppressing.ofOpen(tx, [{ lead, document }], now)).get(lead.id);
  }

  /**
   * Rejects a source and external id that another lead, or a form that has joined another, has. Takes the routing lock,
   * so that no intake can add the same lead between the check and the write.
   */
  private async requireFree(
    { tx, directory }: TransactionContext,
    id: string,
    before: LeadDocument,
    after: LeadDocument,
  ): Promise<void> {
    const { source, externalId, test } = after;
    if (externalId === null || externalKey(after) === externalKey(before)) return;
    await this.router.lock(tx);
    const spellings = [source, ...(directory.content.sources.spellingsOf(source) ?? [])];
    const found = await this.inquiries.findExisting(
      tx,
      spellings.map((each) => ({ source: each, externalId, test })),
    );
    const taken = [...found.values()].find(({ leadId }) => leadId !== id);
    if (taken !== undefined) throw new LeadExistsError(taken.leadId);
  }

  /** Asks the rules again if the lead is still untouched. It moves only if they now lead elsewhere. */
  private async reroute({ context, work, leadCase }: LeadAction): Promise<void> {
    const { lead } = leadCase;
    if (lead.status !== 'open' || lead.workState !== 'untouched') return;
    await this.accounts.knowToRoute(context.tx, work.directory, [leadCase]);
    const request = requestByRules(work.directory, leadCase, 'manual');
    if (isAskedFirst(work.directory, request, work.now)) return;
    if (!leadElsewhere(lead, request, context.directory.content)) return;
    const placing = {
      cause: 'manual',
      poolChosen: false,
      facts: { reason: 'by the corrected data, the rules assign it elsewhere' },
    } as const;
    work.advanceTo(await this.router.lock(context.tx));
    await this.router.route(context.tx, work, [{ leadCase, request, placing }]);
  }
}
