import { Injectable } from '@nestjs/common';
import { IdempotencyStore } from '../../auth/idempotency.store.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import { readDisposition } from '../../disposition/disposition.js';
import { InquiryStore } from '../../leads/inquiry.store.js';
import type { InquiryRow } from '../../leads/inquiry.table.js';
import { LeadErasedError, LeadStateError, NotMergeableError } from '../../leads/lead.errors.js';
import { type LeadDocument, leadInputOf } from '../../leads/lead.js';
import { fault, under } from '../../platform/input/fault.js';
import { InvalidRequestError, refuse } from '../../platform/input/refusal.js';
import { caseless } from '../../platform/values/text.js';
import { mayWorkOn, refusalOf } from '../acting.service.js';
import { DispositionRecorder } from '../closing/disposition-recorder.service.js';
import { UndoneClosings } from '../closing/undone-closings.service.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle.service.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { consentOfPair, formerOf } from './merged-consent.js';
import { MergedConsents } from './merged-consents.service.js';
import { Suppressing } from './suppressing.service.js';

const DUPLICATE = { category: 'suppress', reason: 'duplicate' } as const;

const HAS_DEALS =
  'This lead has a deal, which stays with it: merge the other lead into this one. Two leads that both have deals cannot be merged.';

/** A lead, and the lead into which it is merged. */
interface Pair {
  readonly context: TransactionContext;
  readonly work: UnitOfWork;
  readonly merged: LeadCase;
  readonly into: LeadCase;
  /** All leads that were opened, by id: the two, and those into which the second one is merged itself. */
  readonly chain: ReadonlyMap<string, LeadCase>;
}

/** Merges two leads of one person by hand: one is closed as a duplicate and becomes an inquiry of the other. */
@Injectable()
export class MergingService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly consents: MergedConsents,
    private readonly inquiries: InquiryStore,
    private readonly closing: DispositionRecorder,
    private readonly undone: UndoneClosings,
    private readonly suppressing: Suppressing,
    private readonly requests: IdempotencyStore,
  ) {}

  /** @returns the lead that stays */
  merge(id: string, intoId: string, caller: Caller): Promise<LeadCase> {
    if (id.toLowerCase() === intoId.toLowerCase())
      refuse(fault('/into', 'same', 'Expected another lead: a lead is not merged into itself.'));
    return this.lifecycle.perform(async (context) => {
      const pair = await this.open(context, id, intoId, caller, true);
      const { work, merged, into } = pair;
      if (merged.lead.mergedInto === into.lead.id) return into;
      requireMergeable(merged, into);
      if (await this.inquiries.hasDeals(context.tx, merged.lead.id)) throw new NotMergeableError('hasDeals', HAS_DEALS);
      const row = mergedRow(pair);
      const read = readDisposition(DUPLICATE, context.directory.content.reasons, work.now);
      if ('faults' in read) throw new InvalidRequestError(under('', read.faults));
      await this.closing.closeMany({ context, work }, [{ leadCase: merged, disposition: read.disposition }]);
      await this.inquiries.insertMany(context.tx, [row]);
      merged.lead = { ...merged.lead, mergedInto: into.lead.id, updatedAt: work.now };
      work.record(merged, 'lead.merged', { inquiryId: row.id, intoLeadId: into.lead.id });
      work.record(into, 'lead.merged', { inquiryId: row.id, mergedLeadId: merged.lead.id });
      if (row.formerConsent !== null)
        await this.consents.set(context, work, new Map([[into, consentOfBothLeads(pair)]]));
      into.lead = { ...into.lead, updatedAt: work.now };
      await this.lifecycle.save(context.tx, work);
      return into;
    });
  }

  /** Undoes a merge: the lead is open again, with its last owner if that is possible. @returns that lead */
  unmerge(id: string, caller: Caller): Promise<LeadCase> {
    return this.lifecycle.perform(async (context) => {
      const merging = await this.inquiries.findMerging(context.tx, id);
      if (merging === undefined) {
        const [found] = await this.cases.open(context.tx, [id.toLowerCase()], { withDocuments: true });
        if (found === undefined || !mayWorkOn(found, caller, context)) throw refusalOf(found, id, caller, context);
        if (await this.requests.hasActed(context.tx, caller.requestId)) return found;
        throw new NotMergeableError(
          'notMerged',
          'This lead is not merged into another, so there is nothing to take back.',
        );
      }
      const { work, merged, into, chain } = await this.open(context, id, merging.leadId, caller, false);
      if (await this.requests.hasActed(context.tx, caller.requestId)) return merged;
      if (merged.lead.mergedInto === null || merged.lead.status === 'open')
        throw new NotMergeableError('openAgain', 'This lead has been reopened since it was merged.');
      await this.consents.takeBack(context, work, merging, chain);
      await this.inquiries.withdraw(context.tx, merging.id, work.now);
      merged.lead = { ...merged.lead, mergedInto: null };
      work.record(merged, 'lead.unmerged', { inquiryId: merging.id, intoLeadId: into.lead.id });
      work.record(into, 'lead.unmerged', { inquiryId: merging.id, mergedLeadId: merged.lead.id });
      await this.suppressing.liftOfMerged(context.tx, work, into, merging);
      await this.undone.takeBack({ context, work }, [merged], { why: 'unmerged' });
      await this.lifecycle.save(context.tx, work);
      return merged;
    });
  }

  /**
   * Opens both leads and, to take a merge back, those into which the second one is merged itself.
   * @throws NotFoundError ForbiddenError unless the caller may work on the merged lead
   * @throws InvalidRequestError unless they may work on the other, if they named it
   */
  private async open(
    context: TransactionContext,
    id: string,
    intoId: string,
    caller: Caller,
    isNamed: boolean,
  ): Promise<Pair> {
    const ids = [id.toLowerCase(), intoId.toLowerCase()] as const;
    const all = new Set([...ids, ...(isNamed ? [] : await this.inquiries.readChain(context.tx, ids[1]))]);
    const cases = await this.cases.open(context.tx, [...all].sort(), { withDocuments: true });
    const chain = new Map(cases.map((each) => [each.lead.id, each]));
    const [merged, into] = ids.map((each) => chain.get(each));
    if (merged === undefined || !mayWorkOn(merged, caller, context)) throw refusalOf(merged, id, caller, context);
    if (into === undefined || (isNamed && !mayWorkOn(into, caller, context)))
      refuse(fault('/into', 'unknownId', `There is no lead ${intoId}.`));
    for (const { lead } of [merged, into!]) if (lead.erasedAt !== null) throw new LeadErasedError(lead.erasedAt);
    return { context, work: this.lifecycle.workOn(cases, context, actorOf(caller)), merged, into: into!, chain };
  }
}

function requireMergeable(merged: LeadCase, into: LeadCase): void {
  if (merged.lead.mergedInto !== null)
    throw new NotMergeableError(
      'mergedAlready',
      `This lead is merged into the lead ${merged.lead.mergedInto} already: take that back first.`,
    );
  if (into.lead.mergedInto !== null)
    throw new NotMergeableError(
      'intoMerged',
      `The other lead is merged itself: merge this one into the lead ${into.lead.mergedInto}.`,
    );
  // A test lead has no person and no owner who would work on the forms that join it.
  if (merged.lead.test !== into.lead.test)
    throw new NotMergeableError('testLead', 'One of the two is a test lead, behind which there is no person.');
  if (merged.lead.status !== 'open')
    throw new LeadStateError('Only an open lead can be merged into another', merged.lead);
  // Otherwise one lead would be closed as a duplicate of one that is not worked on, and the person would be forgotten.
  if (into.lead.status !== 'open')
    throw new NotMergeableError(
      'intoClosed',
      `The other lead is ${into.lead.status}, so nobody would work on either: reopen that one first, or leave the two apart.`,
    );
}

function consentOfBothLeads({ merged, into }: Pair): LeadDocument['consent'] {
  return consentOfPair(merged.document!, into.document!);
}

function mergedRow(pair: Pair): InquiryRow {
  const { work, merged, into } = pair;
  const document = merged.document!;
  return {
    id: work.newId(),
    leadId: into.lead.id,
    cycle: into.lead.cycle,
    receivedAt: document.receivedAt,
    source: document.source,
    sourceKey: caseless(document.source),
    externalId: document.externalId,
    matchedBy: 'person',
    became: 'merged',
    document: leadInputOf(document),
    clickIds: document.clickIds,
    emailKey: document.emailKey,
    phoneKey: document.phoneKey,
    mergedLeadId: merged.lead.id,
    formerConsent: formerOf(into.document!.consent, consentOfBothLeads(pair)),
    withdrawnAt: null,
    createdBy: document.createdBy,
  };
}
