import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { countOf, whySkipped } from '../disposition/bulk-closing.js';
import { BulkClosingStore } from '../disposition/bulk-closing.store.js';
import { type BulkRun, BulkRunStore } from '../disposition/bulk-run.store.js';
import type { Disposition } from '../disposition/disposition.js';
import type { JobRunner, JobStep, TakenJob } from '../jobs/job.js';
import type { BulkClosingBody } from '../leads/bulk.dto.js';
import type { LeadFilter } from '../leads/lead-filter.store.js';
import { LeadListStore } from '../leads/lead-list.store.js';
import { type Sight, workSightOf } from '../leads/visibility.js';
import { type BulkClosingOrder, BulkClosingService } from '../lifecycle/closing/bulk-closing.service.js';
import { BulkRuns, LEADS_AT_ONCE } from '../lifecycle/closing/bulk-runs.service.js';
import { instantOf } from '../platform/input/formats.js';
import { Database } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';

/** Number of ids that are put on the list of a run at once, which takes a fraction of a second and little memory. */
const GATHERED_AT_ONCE = 2_000;

/** The phase and position of a job: it puts leads on its list, then goes through the list. */
interface BulkCursor {
  readonly isFinding: boolean;
  /** The last lead of the previous batch; null at the beginning of either phase. */
  readonly afterId: string | null;
}

const FINDING: BulkCursor = { isFinding: true, afterId: null };

/** Goes through the list again: a node that had lost the job may have added leads before the present position. */
const ONCE_MORE: JobStep = { kind: 'goOn', cursor: { isFinding: false, afterId: null }, progress: 1 };

/** Continues after these leads. */
function goingOn({ found, done, skipped }: BulkRun, leadIds: readonly string[]): JobStep {
  const over = done + countOf(skipped) + leadIds.length;
  const cursor: BulkCursor = { isFinding: false, afterId: leadIds.at(-1)! };
  return { kind: 'goOn', cursor, progress: Math.min(over / Math.max(found, 1), 1) };
}

/** Returns the result: the same counts as for a closing that is answered at once. */
function endOf({ bulkId, done, skipped }: BulkRun): JobStep {
  return {
    kind: 'done',
    result: { bulkId, done, skipped: countOf(skipped), whySkipped: whySkipped(skipped) },
  };
}

interface BulkClosingRequest {
  readonly bulkId: string;
  readonly filter: NonNullable<BulkClosingBody['filter']>;
  readonly disposition: Disposition;
  readonly caller: Caller;
  readonly spreadDays?: number;
}

/** Closes all leads that a filter finds: it first puts all of them on a list, then goes through the list. */
@Injectable()
export class BulkClosingJob implements JobRunner {
  constructor(
    private readonly runs: BulkRunStore,
    private readonly going: BulkRuns,
    private readonly closings: BulkClosingService,
    private readonly lists: LeadListStore,
    private readonly directories: DirectoryService,
    private readonly database: Database,
  ) {}

  async step(job: Pick<TakenJob, 'id' | 'request' | 'createdAt'>, cursor: unknown): Promise<JobStep> {
    const request = job.request as BulkClosingRequest;
    const { isFinding, afterId } = (cursor as BulkCursor | null) ?? FINDING;
    if (isFinding) return this.find(job, request, afterId);
    const run = (await this.runs.find(this.database.engine, job.id))!;
    const leadIds = await this.runs.readNext(this.database.engine, run.id, afterId, LEADS_AT_ONCE);
    if (leadIds.length === 0) return afterId === null ? endOf(await this.going.end(run.id)) : ONCE_MORE;
    await this.closings.close(run, leadIds, this.closingOf(request, job.createdAt));
    return goingOn(run, leadIds);
  }

  windUp(): Promise<void> {
    return this.going.endCutShort();
  }

  private async find(
    { id, createdAt }: Pick<TakenJob, 'id' | 'createdAt'>,
    { filter, caller }: BulkClosingRequest,
    afterId: string | null,
  ): Promise<JobStep> {
    const { asked, sight } = selectionOf(filter, createdAt, caller, await this.directories.now());
    const ids = await this.lists.readIds(asked, sight, afterId, GATHERED_AT_ONCE);
    await this.database.engine.transaction((tx) => this.runs.addLeads(tx, id, ids));
    const isFinding = ids.length === GATHERED_AT_ONCE;
    return { kind: 'goOn', cursor: { isFinding, afterId: isFinding ? ids.at(-1)! : null }, progress: 0 };
  }

  /** Checks leads against the filter again when their turn comes, because one may have been touched since. */
  private closingOf(
    { filter, disposition, caller, spreadDays }: BulkClosingRequest,
    createdAt: Instant,
  ): BulkClosingOrder {
    const find: BulkClosingOrder['find'] = (sql, leadIds, { directory }) => {
      const { asked, sight } = selectionOf(filter, createdAt, caller, directory);
      return this.lists.findAmong(sql, asked, sight, leadIds);
    };
    return { disposition, caller, spreadDays, find };
  }
}

/** Returns the filter and the caller's sight, without leads received since the job was created. */
function selectionOf(
  filter: BulkClosingRequest['filter'],
  createdAt: Instant,
  caller: Caller,
  directory: Directory,
): { asked: LeadFilter; sight: Sight } {
  const until = Math.min(createdAt + 1, filter.receivedTo === undefined ? createdAt + 1 : instantOf(filter.receivedTo));
  return { asked: { ...filter, status: 'open', receivedTo: toIso(until) }, sight: workSightOf(caller, directory) };
}

interface BulkUndoRequest {
  readonly bulkId: string;
  readonly caller: Caller;
}

/** Reopens the leads that a closing has closed: it first puts all of them on a list, then goes through the list. */
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
