import { Injectable } from '@nestjs/common';
import { countOf, tallyOf } from '../../disposition/bulk-closing.js';
import { type BulkClosing, BulkClosingStore } from '../../disposition/bulk-closing.store.js';
import { type BulkRun, BulkRunStore } from '../../disposition/bulk-run.store.js';
import { JobStore } from '../../jobs/job.store.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import type { Actor, CallerType } from '../../platform/values/actor.js';
import { MS_PER_MINUTE } from '../../platform/values/duration.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle.service.js';
import { TellingOfActs } from '../news/telling-of-acts.service.js';
import { LISTED_MAX } from '../news/told.js';
import { LEADS_NAMED_MAX } from '../notifying-of-leads.js';
import { type BulkResult, NO_LEAD } from './bulk-result.js';
import type { SpreadPlace } from './spreading.js';

/** The number of leads in one transaction. Other transactions wait for one of these leads as long as this one takes. */
export const LEADS_AT_ONCE = 200;
/** After this time the request has ended, or its node has died. */
const ANSWERED_WITHIN_MS = 5 * MS_PER_MINUTE;

/** The work of a run on a batch of opened leads. */
type BatchWork = (context: TransactionContext, cases: readonly LeadCase[]) => Promise<BulkResult[]>;

/** Works through the leads of bulk closings, each lead once, whichever node continues. */
@Injectable()
export class BulkRuns {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly bulks: BulkClosingStore,
    private readonly runs: BulkRunStore,
    private readonly jobs: JobStore,
    private readonly database: Database,
    private readonly time: TimeSource,
    private readonly telling: TellingOfActs,
  ) {}

  /** Stores the request before any of it is done. */
  async beginClosing(tx: Tx, bulk: BulkClosing, isJob: boolean): Promise<void> {
    const { id, actorType, actorId, madeAt: begunAt } = bulk;
    await this.bulks.insert(tx, bulk);
    await this.runs.begin(tx, { id, bulkId: id, kind: 'close', isJob, actorType, actorId, begunAt });
  }

  /**
   * Works through leads in transactions, on those that are not locked elsewhere. Each transaction removes its leads
   * from the list of the run, so that no lead is handled twice. Stops as soon as the job was cancelled.
   * @returns the results of the leads that this call has handled
   */
  async goThrough(
    { id, isJob }: Pick<BulkRun, 'id' | 'isJob'>,
    leadIds: readonly string[],
    batch: BatchWork,
  ): Promise<BulkResult[]> {
    const results: BulkResult[] = [];
    let left = [...leadIds].sort();
    while (left.length > 0) {
      const some = left.slice(0, LEADS_AT_ONCE);
      const went = await this.perform(isJob, async (context) => {
        const cases = await this.cases.openFreeOrFirst(context.tx, some, { withDocuments: true });
        if (isJob && !(await this.jobs.holdIfRunning(context.tx, id))) return null;
        const ids = cases.length === 0 ? some : cases.map(({ lead }) => lead.id);
        const mine = await this.runs.takeOff(context.tx, id, ids);
        const opened = cases.filter(({ lead }) => mine.has(lead.id));
        const done =
          cases.length === 0 ? [...mine].map(noLead) : opened.length === 0 ? [] : await batch(context, opened);
        await this.count(context.tx, id, done);
        return { ids, done };
      });
      if (went === null) return results;
      results.push(...went.done);
      const over = new Set(went.ids);
      left = left.filter((leadId) => !over.has(leadId));
    }
    return results;
  }

  /** Returns the place of the next lead of a run, and how many leads it has. */
  async placeOf(tx: Tx, id: string): Promise<SpreadPlace> {
    const { found, done, skipped } = (await this.runs.find(tx, id))!;
    return { place: done + countOf(skipped), of: found };
  }

  /**
   * Ends a run: each owner is notified once of all their leads.
   * @param isTold whether they have been notified of all of them before @returns the run as it ended
   */
  async end(id: string, isTold = false): Promise<BulkRun> {
    return this.lifecycle.performDue(async (context) => {
      const ended = await this.runs.endIfOpen(context.tx, id, context.now);
      if (ended === undefined) return (await this.runs.find(context.tx, id))!;
      const work = this.lifecycle.workOn([], context, actorOf(ended));
      const news = isTold ? [] : await this.newsOf(context.tx, ended);
      const leadsOf = new Map(news.map(({ repId, leadIds }) => [repId, leadIds]));
      const firstDue = ended.kind === 'undo' ? await this.telling.firstDues(context.tx, leadsOf) : null;
      for (const { type, repId, leads, leadIds, reason } of news) {
        const { about, data } = firstDue?.(repId) ?? { about: null, data: { leadIds } };
        const listed = { ...data, leadIds: data.leadIds?.slice(0, LEADS_NAMED_MAX) };
        work.notify(repId, type, about, { ...listed, leads, reason });
      }
      await this.lifecycle.save(context.tx, work);
      return ended;
    });
  }

  /** Ends runs that were interrupted: cancelled, given up, or begun by a request whose node has died. */
  async endCutShort(): Promise<void> {
    const ids = await this.runs.readCutShort(this.database.engine, this.time.now() - ANSWERED_WITHIN_MS);
    for (const id of ids) await this.end(id);
  }

  /** Due work does not wait for requests, and requests do not wait for jobs. */
  private perform<T>(isJob: boolean, work: (context: TransactionContext) => Promise<T>): Promise<T> {
    return isJob ? this.lifecycle.performDue(work) : this.lifecycle.perform(work);
  }

  private async count(tx: Tx, id: string, results: readonly BulkResult[]): Promise<void> {
    const skips = results.flatMap(({ left }) => (left === null ? [] : left.skip));
    await this.runs.count(tx, id, results.length - skips.length, tallyOf(skips));
  }

  private async newsOf(tx: Tx, { bulkId, kind, begunAt, done }: BulkRun) {
    if (done === 0) return [];
    const { reason } = (await this.bulks.find(tx, bulkId))!;
    if (kind === 'undo') {
      const reopened = await this.bulks.readOwnersReopened(tx, bulkId, begunAt, LISTED_MAX);
      return reopened.map((each) => ({ ...each, type: 'leads.reopened' as const, reason }));
    }
    const closed = await this.bulks.readOwnersClosed(tx, bulkId, LEADS_NAMED_MAX);
    return closed.map((each) => ({ ...each, type: 'leads.closed' as const, reason }));
  }
}

function noLead(leadId: string): BulkResult {
  return { leadId, left: NO_LEAD };
}

function actorOf({ actorType, actorId }: BulkRun): Actor {
  return { type: actorType as CallerType, id: actorId! };
}
