import { Injectable } from '@nestjs/common';
import { InquiryStore } from '../../leads/inquiry.store.js';
import type { InquiryRow } from '../../leads/inquiry.table.js';
import { LeadStore } from '../../leads/lead.store.js';
import { groupBy } from '../../platform/values/group.js';
import { followCondition } from '../clocks/pausing.js';
import type { LeadCase } from '../lead-case.js';
import type { TransactionContext } from '../lifecycle.service.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { type Consent, consentAfter, isSameConsent } from './merged-consent.js';

/** What a merged lead consents to, before and after. Undefined after if it is merged no more. */
interface ChangedConsent {
  readonly id: string;
  readonly was: Consent;
  readonly is: Consent | undefined;
}

/** Keeps what leads consent to in line with the leads that are merged into them. */
@Injectable()
export class MergedConsents {
  constructor(
    private readonly inquiries: InquiryStore,
    private readonly leads: LeadStore,
  ) {}

  /** Stores what a lead consents to. */
  async set({ tx }: TransactionContext, work: UnitOfWork, changes: ReadonlyMap<LeadCase, Consent>): Promise<void> {
    for (const [leadCase, consent] of changes) {
      leadCase.document = { ...leadCase.document!, consent };
      work.record(leadCase, 'lead.updated', { fields: ['consent'] });
      if (leadCase.lead.status === 'open') followCondition(work, leadCase, work.now);
    }
    await this.leads.updateDocuments(
      tx,
      Array.from(changes.keys(), ({ lead, document }) => ({ id: lead.id, document: document! })),
    );
  }

  /**
   * Gives a lead its own consent back when a merge into it is taken back, and so on along the chain of leads into which
   * it is merged itself. A consent that a person has set since stays, and so does all that follows from it.
   * @param merging not withdrawn yet @param chain the leads by id: the two, and those after them
   */
  async takeBack(
    context: TransactionContext,
    work: UnitOfWork,
    merging: InquiryRow,
    chain: ReadonlyMap<string, LeadCase>,
  ): Promise<void> {
    const { tx } = context;
    const all = await this.inquiries.readJoined(tx, [...chain.keys()]);
    const documents = await this.leads.readDocuments(
      tx,
      all.flatMap(({ mergedLeadId }) => mergedLeadId ?? []),
    );
    const joined = groupBy(all, ({ leadId }) => leadId);
    const consentOf = (id: string): Consent => documents.get(id)?.consent ?? null;
    const changes = new Map<LeadCase, Consent>();
    const formers = new Map<string, InquiryRow['formerConsent']>();
    let changed: ChangedConsent = { id: merging.mergedLeadId!, was: consentOf(merging.mergedLeadId!), is: undefined };
    let into = chain.get(merging.leadId);
    while (into !== undefined && into.lead.erasedAt === null) {
      const { id, was, is } = changed;
      const { consent } = into.document!;
      const after = consentAfter(
        into.document!,
        joined.get(into.lead.id) ?? [],
        (each) => (each === id ? was : consentOf(each)),
        (each) => (each === id ? is : consentOf(each)),
      );
      if (after === null) break;
      for (const [inquiryId, former] of after.formers) formers.set(inquiryId, former);
      if (isSameConsent(after.consent, consent)) break;
      changes.set(into, after.consent);
      changed = { id: into.lead.id, was: consent, is: after.consent };
      into = chain.get(into.lead.mergedInto ?? '');
    }
    await this.inquiries.setFormerConsents(tx, formers);
    if (changes.size > 0) await this.set(context, work, changes);
  }
}
