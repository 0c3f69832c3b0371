import { Injectable } from '@nestjs/common';
import { IdempotencyStore } from '../auth/idempotency.store.js';
import { authorOf, type Caller } from '../auth/scope.js';
import { storedKeys } from '../contact/identifying.js';
import { ERASED } from '../disposition/disposition.js';
import { DispositionStore } from '../disposition/disposition.store.js';
import { hashesOf, identifiersOf } from '../disposition/suppression.js';
import { type OfPerson, SuppressionStore } from '../disposition/suppression.store.js';
import { ActivityStore } from '../leads/activity.store.js';
import { LeadErasedError } from '../leads/lead.errors.js';
import { type ErasedPerson, FOUND_BY_ADDRESS } from '../leads/personal-data.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { notifyOfLeads } from '../lifecycle/notifying-of-leads.js';
import { TracesOfPersons } from '../lifecycle/person-traces.service.js';
import { Database, type Tx } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';
import { groupBy } from '../platform/values/group.js';
import { endForGood } from './ending-leads.js';
import { added, type ErasedCounts } from './erasure.js';
import { ErasingStore, ErasureStore } from './erasure.store.js';
import {
  isAddress,
  isOfPerson,
  keysOf,
  type NamedPerson,
  namesOf,
  patternsNaming,
  type WantedAddress,
} from './naming-persons.js';

/** Leads per transaction, which bounds how long other work waits for one of them. */
const LEADS_AT_ONCE = 200;

interface ErasureRequest {
  readonly id: string;
  readonly caller: Caller;
}

/** Erases a person's leads, each completely and in several transactions, then their inquiries in leads of others. */
@Injectable()
export class ErasingService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly activity: ActivityStore,
    private readonly dispositions: DispositionStore,
    private readonly suppressions: SuppressionStore,
    private readonly requests: IdempotencyStore,
    private readonly erasing: ErasingStore,
    private readonly erasures: ErasureStore,
    private readonly database: Database,
    private readonly traces: TracesOfPersons,
  ) {}

  /** Requires that the erasure's row exists. If it is cut off, what has been erased stays erased. */
  async erase(wanted: NamedPerson, request: ErasureRequest): Promise<void> {
    if (isAddress(wanted)) await this.eraseOrigins(wanted, request);
    await this.eraseLeads(wanted, request);
    if (isAddress(wanted)) await this.eraseInquiries(wanted, request);
    await this.lifecycle.perform(async (context) => {
      const { tx, now } = context;
      for (const each of this.traces.all) await each.lock?.(tx);
      await this.erasures.count(tx, request.id, await this.eraseWithoutLeads(context, wanted));
      const hashes = isAddress(wanted) ? hashesOf({ kind: wanted.by, key: wanted.key }) : [];
      const ofPerson = { hashes, leadIds: await this.erasures.readLeadIds(tx, request.id) };
      await this.erasures.count(tx, request.id, { suppressions: await this.forgetEnded(context, ofPerson) });
      const inForce = await this.suppressions.readOf(tx, ofPerson);
      const suppressionsKept = inForce.filter((row) => row.liftedAt === null && stillLasts(row.untilAt, now)).length;
      await this.erasures.finish(tx, request.id, { at: now, suppressionsKept });
    });
  }

  /** Erases what a form said in a lead that came otherwise. Requires that the erasure's row exists. */
  async eraseInquiry(
    { id: inquiryId, leadId }: { readonly id: string; readonly leadId: string },
    request: ErasureRequest,
  ): Promise<void> {
    await this.workOff([leadId], { withDocuments: false }, (context, cases) =>
      this.eraseSomeInquiries(context, cases, [inquiryId], request),
    );
    await this.lifecycle.perform(({ tx, now }) =>
      this.erasures.finish(tx, request.id, { at: now, suppressionsKept: 0 }),
    );
  }

  private async eraseOrigins(wanted: WantedAddress, { id }: ErasureRequest): Promise<void> {
    const known = { leadIds: [], names: [], ...keysOf(wanted) };
    await this.database.transaction(async (tx) => {
      for (const { eraseOrigins } of this.traces.all)
        if (eraseOrigins !== undefined) await this.erasures.count(tx, id, await eraseOrigins(tx, known));
    });
  }

  private async eraseLeads(wanted: NamedPerson, request: ErasureRequest): Promise<void> {
    const eraseAll = (ids: readonly string[]) =>
      this.workOff(ids, { withDocuments: true }, (context, cases) => this.eraseSome(context, cases, request));
    let after: string | null = null;
    for (;;) {
      // In the order of ids, so that leads that come in meanwhile are included.
      const leadIds = await this.erasures.findLeads(this.database, wanted, after, LEADS_AT_ONCE);
      if (leadIds.length === 0) break;
      // Merged leads first: only the lead into which they were merged leads to them, also in a rerun after a failure.
      await eraseAll(await this.erasures.findMergedInto(this.database, leadIds));
      await eraseAll(leadIds);
      after = leadIds.at(-1)!;
    }
  }

  /** Erases the inquiries that were not erased with their leads. */
  private async eraseInquiries(wanted: WantedAddress, request: ErasureRequest): Promise<void> {
    let after: string | null = null;
    for (;;) {
      const inquiries = await this.erasures.findInquiries(this.database, wanted, after, LEADS_AT_ONCE);
      if (inquiries.length === 0) return;
      const ids = inquiries.map(({ id }) => id);
      const leadIds = [...new Set(inquiries.map(({ leadId }) => leadId))].sort();
      await this.workOff(leadIds, { withDocuments: false }, (context, cases) =>
        this.eraseSomeInquiries(context, cases, ids, request),
      );
      after = ids.at(-1)!;
    }
  }

  /** Runs one transaction after another, on leads that are not locked by other work. */
  private async workOff(
    leadIds: readonly string[],
    options: { readonly withDocuments: boolean },
    act: (context: TransactionContext, cases: readonly LeadCase[]) => Promise<void>,
  ): Promise<void> {
    let left = leadIds;
    while (left.length > 0) {
      const some = left;
      const done = await this.lifecycle.perform(async (context) => {
        // Under these locks, nothing is derived from a lead while it is erased.
        for (const each of this.traces.all) await each.lock?.(context.tx);
        const cases = await this.cases.openFreeOrFirst(context.tx, some, options);
        await act(context, cases);
        return new Set(cases.map(({ lead }) => lead.id));
      });
      left = left.filter((id) => !done.has(id));
    }
  }

  private async eraseSome(
    context: TransactionContext,
    opened: readonly LeadCase[],
    { id, caller }: ErasureRequest,
  ): Promise<void> {
    const { tx } = context;
    const cases = opened.filter(({ lead }) => lead.erasedAt === null);
    const leadIds = cases.map(({ lead }) => lead.id);
    const work = this.lifecycle.workOn(cases, context, authorOf(caller));
    const attempts = await this.activity.countAttemptsOf(tx, leadIds);
    const formers = await this.dispositions.readMany(
      tx,
      cases.flatMap(({ lead }) => lead.dispositionId ?? []),
    );
    const open = cases.filter(({ lead }) => lead.status === 'open');
    const owners = groupBy(open, ({ lead }) => lead.ownerId);
    const rows = cases.flatMap((leadCase) => {
      const { id: leadId, dispositionId } = leadCase.lead;
      const former = dispositionId === null ? undefined : formers.get(dispositionId);
      return endForGood(work, leadCase, { former, attempts: attempts.get(leadId) ?? 0 }, id) ?? [];
    });
    await this.dispositions.insertMany(tx, rows);
    for (const [owner, theirs] of owners) notifyOfLeads(work, owner, 'leads.closed', theirs, { reason: ERASED.reason });
    await this.lifecycle.save(tx, work);
    // Last, so that it also erases what was saved just now.
    const erased = await this.erasing.erase(tx, leadIds, { erasureId: id, at: work.now });
    await this.erasures.count(tx, id, added(erased, await this.eraseBeside(context, cases, work.now)));
  }

  /** Leaves the leads as they are: they have other addresses, and may belong to somebody else. */
  private async eraseSomeInquiries(
    context: TransactionContext,
    cases: readonly LeadCase[],
    ids: readonly string[],
    { id: erasureId, caller }: ErasureRequest,
  ): Promise<void> {
    const { tx } = context;
    const leadIds = cases.map(({ lead }) => lead.id);
    const inquirers = await this.erasures.readInquirers(tx, ids, leadIds);
    if (inquirers.length === 0) return;
    const work = this.lifecycle.workOn(cases, context, authorOf(caller));
    const opened = new Map(cases.map((leadCase) => [leadCase.lead.id, leadCase]));
    for (const { id: inquiryId, leadId } of inquirers)
      work.record(opened.get(leadId)!, 'lead.inquiryErased', { inquiryId, erasureId });
    await this.lifecycle.save(tx, work);
    const inquiryIds = inquirers.map(({ id }) => id);
    const erased = await this.erasing.eraseInquiries(tx, inquiryIds);
    const patterns = [...new Set(inquirers.flatMap(patternsNaming))];
    for (const each of this.traces.all) await each.erase?.(tx, { leadIds: [], patterns, at: work.now });
    const answers =
      (await this.requests.eraseAbout(tx, inquiryIds, problemSince(work.now))) +
      (await this.requests.forgetNaming(tx, leadIds, patterns));
    await this.erasures.count(tx, erasureId, added(erased, { answers }));
  }

  /** Erases what is stored of the persons outside of their leads. */
  private async eraseBeside(
    context: TransactionContext,
    cases: readonly LeadCase[],
    at: Instant,
  ): Promise<ErasedCounts> {
    const documents = cases.map(({ document }) => document!);
    const leadIds = cases.map(({ lead }) => lead.id);
    const hashes = documents.flatMap((document) => identifiersOf(document).filter(isOfPerson).flatMap(hashesOf));
    const ids = [...leadIds, ...(await this.erasures.findWhatCameOf(context.tx, leadIds))];
    const patterns = [...new Set(documents.flatMap(patternsNaming))];
    for (const each of this.traces.all) await each.erase?.(context.tx, { leadIds, patterns, at });
    const known = {
      leadIds,
      names: [...new Set(documents.flatMap(namesOf))],
      emailKeys: documents.flatMap(({ emailKey }) => emailKey ?? []),
      phoneKeys: documents.flatMap(({ phoneKey }) => (phoneKey === null ? [] : storedKeys('phone', phoneKey))),
    };
    return {
      ...(await this.eraseKnown(context.tx, known, at)),
      suppressions: await this.forgetEnded(context, { hashes, leadIds }),
      answers:
        (await this.requests.eraseAbout(context.tx, ids, problemSince(at))) +
        (await this.requests.forgetNaming(context.tx, leadIds, patterns)),
    };
  }

  /** Erases a person without leads, such as a contact of an account. */
  private async eraseWithoutLeads({ tx, now }: TransactionContext, person: NamedPerson): Promise<ErasedCounts> {
    const { by, key } = person;
    if (by === 'leadId') return {};
    const named = { emailKey: by === 'email' ? key : null, phoneKey: by === 'phone' ? key : null };
    const known = { leadIds: [], names: [], ...keysOf(person) };
    const erased = await this.eraseKnown(tx, known, now);
    const answers = await this.requests.forgetNaming(tx, [], patternsNaming({ contact: {}, ...named }));
    return added(erased, { answers });
  }

  private async eraseKnown(tx: Tx, known: ErasedPerson, at: Instant): Promise<ErasedCounts> {
    let erased: ErasedCounts = {};
    for (const each of this.traces.all) erased = added(erased, (await each.eraseKnown?.(tx, known)) ?? {});
    for (const each of FOUND_BY_ADDRESS.all) {
      const { ids, rows } = await each.erase(tx, known, at);
      if (ids.length === 0) continue;
      erased = added(erased, { [each.what]: rows });
      erased = added(erased, await this.erasing.eraseFound(tx, each.emptied, ids));
      erased = added(erased, { answers: await this.requests.eraseAbout(tx, ids, problemSince(at)) });
    }
    return erased;
  }

  private forgetEnded({ tx, now }: TransactionContext, ofPerson: OfPerson): Promise<number> {
    return this.suppressions.forgetEnded(tx, ofPerson, now);
  }
}

/** The answer to a retry of an erased request. */
function problemSince(erasedAt: Instant): object {
  const { code, title, message } = new LeadErasedError(erasedAt);
  return { type: `/problems#${code}`, title, status: 409, detail: message };
}

function stillLasts(untilAt: Instant | null, now: Instant): boolean {
  return untilAt === null || untilAt > now;
}
