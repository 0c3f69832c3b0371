import { Injectable, Logger } from '@nestjs/common';
import { effectOf } from '../disposition/suppression.js';
import { ContactKeysStore } from '../leads/contact-keys.store.js';
import { LeadStore } from '../leads/lead.store.js';
import { withoutSettledIssues } from '../leads/reading.js';
import { warnOfCalling, withoutCalls } from '../lifecycle/arrivals/serving-by-address.js';
import {
  isReachable,
  type ServedLead,
  ServingReviewed,
  wasKeptForReview,
} from '../lifecycle/arrivals/serving-reviewed.service.js';
import { Suppressing } from '../lifecycle/arrivals/suppressing.service.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { whyOf } from '../platform/running/failure.js';
import { restAfter } from '../platform/running/turns.js';
import { Database } from '../platform/sql/database.js';
import { BatchSize, isolateFailing } from '../platform/sql/isolate-failing.js';
import { system } from '../platform/values/actor.js';
import { pluck } from '../platform/values/group.js';

/** The number of leads in one transaction. */
const BATCH_MAX = 200;

/** Where to go on, after the last lead that was looked at. */
interface Served {
  readonly isEnd: boolean;
  readonly lastId: string | null;
}

/**
 * Serves leads that were kept for review because nobody could be reached by them, once their numbers and addresses are read
 * otherwise. What of a lead says so is kept until then, so the work goes on where it was cut off.
 */
@Injectable()
export class ReadableLeads {
  private readonly logger = new Logger('contacts');

  constructor(
    private readonly database: Database,
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly leads: LeadStore,
    private readonly contacts: ContactKeysStore,
    private readonly serving: ServingReviewed,
    private readonly suppressing: Suppressing,
  ) {}

  /** @returns whether none is left, but those that fail for a reason of their own */
  async serveAll(goOn: () => boolean): Promise<boolean> {
    const size = new BatchSize(BATCH_MAX);
    const failed = new Set<string>();
    let afterId: string | null = null;
    for (let begunMs = performance.now(); ; begunMs = performance.now()) {
      const done = await isolateFailing<string, Served>(
        size,
        (limit, claimed) => this.serveSome({ afterId, exceptIds: [...failed] }, limit, claimed),
        async (id, cause) => {
          failed.add(id);
          this.logger.error(`Lead ${id} can be read now, but is left as it was: ${whyOf(cause)}`);
          return { isEnd: false, lastId: afterId };
        },
      );
      if (done.isEnd) return true;
      afterId = done.lastId;
      if (!(await restAfter(performance.now() - begunMs, goOn))) return false;
    }
  }

  private async serveSome(
    from: { readonly afterId: string | null; readonly exceptIds: readonly string[] },
    limit: number,
    claimed: (ids: readonly string[]) => void,
  ): Promise<Served> {
    const { ids, lastId } = await this.contacts.readReadable(this.database.engine, from, limit);
    if (ids.length === 0) return { isEnd: lastId === null, lastId };
    claimed(ids);
    return this.lifecycle.performDue(async (context) => {
      const cases = await this.cases.openFreeOrFirst(context.tx, ids, { withDocuments: true });
      claimed(pluck(cases, 'subjectId'));
      const work = this.lifecycle.workOn(cases, context, system('contacts'));
      await this.serve(context, work, cases);
      await this.lifecycle.save(context.tx, work);
      // Those that another transaction had locked are looked for once more.
      return { isEnd: false, lastId: cases.length === ids.length ? lastId : from.afterId };
    });
  }

  /** As if they came in now: a lead whose person is suppressed is closed, or not called. */
  private async serve(
    context: TransactionContext,
    work: ReturnType<LifecycleService['workOn']>,
    cases: Awaited<ReturnType<LeadCases['open']>>,
  ): Promise<void> {
    const { tx, now } = context;
    const suppressed = await this.suppressing.ofOpen(tx, cases, now);
    const served: ServedLead[] = [];
    const closed: typeof cases = [];
    for (const leadCase of cases) {
      const wasKept = wasKeptForReview(leadCase);
      const document = withoutSettledIssues(leadCase.document!);
      const suppression = suppressed.get(leadCase.subjectId);
      const isClosed = suppression !== undefined && effectOf(suppression, document) === 'closes';
      leadCase.document = suppression === undefined || isClosed ? document : withoutCalls(document);
      leadCase.lead = { ...leadCase.lead, updatedAt: work.now };
      if (!wasKept || !isReachable(leadCase.document)) continue;
      if (isClosed) closed.push(leadCase);
      else served.push({ leadCase, fields: ['issues'] });
    }
    await this.leads.updateDocuments(
      tx,
      cases.map(({ subjectId: id, document }) => ({ id, document: document! })),
    );
    await this.cases.knowAccounts(tx, cases);
    for (const leadCase of closed) work.record(leadCase, 'lead.updated', { fields: ['issues'] });
    await this.suppressing.admit(tx, work, closed);
    await this.serving.serve({ context, work }, served, 'queue');
    for (const { leadCase } of served)
      warnOfCalling(work, leadCase.lead.ownerId, leadCase, suppressed.get(leadCase.subjectId));
  }
}
