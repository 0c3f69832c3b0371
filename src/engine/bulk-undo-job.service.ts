import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { BulkClosingStore } from '../disposition/bulk-closing.store.js';
import { BulkRunStore } from '../disposition/bulk-run.store.js';
import type { JobRunner, JobStep, TakenJob } from '../jobs/job.js';
import { BulkClosingService } from '../lifecycle/bulk-closing.service.js';
import { BulkRuns, LEADS_AT_ONCE } from '../lifecycle/bulk-runs.service.js';
import { Database } from '../platform/database.js';
import { type BulkCursor, endOf, FINDING, GATHERED_AT_ONCE, goingOn, ONCE_MORE } from './bulk-job.js';

/** What the job is asked to do. */
interface BulkUndoRequest {
  readonly bulkId: string;
  readonly caller: Caller;
}

/** Opens again what a closing has closed: first all of it is put on a list, then the list is gone through. */
@Injectable()
export class BulkUndoJob implements JobRunner {
  constructor(
    private readonly runs: BulkRunStore,
    private readonly bulks: BulkClosingStore,
    private readonly going: BulkRuns,
    private readonly closings: BulkClosingService,
    private readonly database: Database,
  ) {}

  async step(job: Pick<TakenJob, 'id' | 'request'>, cursor: unknown): Promise<JobStep> {
    const { bulkId, caller } = job.request as BulkUndoRequest;
    const { isFinding, afterId } = (cursor as BulkCursor | null) ?? FINDING;
    if (isFinding) return this.find(job.id, bulkId, afterId);
    const run = (await this.runs.find(this.database.engine, job.id))!;
    const leadIds = await this.runs.readNext(this.database.engine, run.id, afterId, LEADS_AT_ONCE);
    if (leadIds.length === 0) return afterId === null ? endOf(await this.going.end(run.id)) : ONCE_MORE;
    await this.closings.undo(run, leadIds, caller);
    return goingOn(run, leadIds);
  }

  private async find(id: string, bulkId: string, afterId: string | null): Promise<JobStep> {
    const ids = await this.bulks.readClosedIds(this.database.engine, bulkId, afterId, GATHERED_AT_ONCE);
    await this.database.engine.transaction((tx) => this.runs.addLeads(tx, id, ids));
    const isFinding = ids.length === GATHERED_AT_ONCE;
    return { kind: 'goOn', cursor: { isFinding, afterId: isFinding ? ids.at(-1)! : null }, progress: 0 };
  }
}
