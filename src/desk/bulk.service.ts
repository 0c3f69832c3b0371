import { Injectable } from '@nestjs/common';
import type { JobView } from '../admin/jobs/job.schema.js';
import { JobsService } from '../admin/jobs/jobs.service.js';
import type { Caller } from '../auth/scope.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { isTooLate, keptFilter, personalIn } from '../disposition/bulk-closing.js';
import { type BulkClosing, BulkClosingStore } from '../disposition/bulk-closing.store.js';
import { BulkRunStore } from '../disposition/bulk-run.store.js';
import { type Disposition, type DispositionRequest, readDisposition } from '../disposition/disposition.js';
import { JobStore } from '../jobs/job.store.js';
import { BULK_MAX, type BulkClosingBody, SPREAD_DAYS_MAX } from '../leads/bulk.dto.js';
import { BulkRunningError, UndoTooLateError } from '../leads/lead.errors.js';
import { LeadTallyStore } from '../leads/lead-tally.store.js';
import { workSightOf } from '../leads/visibility.js';
import {
  type BulkClosingOrder,
  BulkClosingService,
  dispositionsBy,
  requesterOf,
} from '../lifecycle/closing/bulk-closing.service.js';
import type { BulkResult } from '../lifecycle/closing/bulk-result.js';
import { BulkRuns } from '../lifecycle/closing/bulk-runs.service.js';
import { collectFaults, type Fault, fault, under } from '../platform/input/fault.js';
import { refuse } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database, type Tx } from '../platform/sql/database.js';
import { type Instant, parseDuration } from '../platform/values/duration.js';
import { newId } from '../platform/values/ids.js';
import { type BulkAnswer, bulkAnswer, tallyView, waveOf } from './bulk.view.js';
import { BulkReadingService } from './bulk-reading.service.js';
import { NamedLeads } from './named-leads.service.js';

export type BulkAnswered = { readonly answer: BulkAnswer } | { readonly job: JobView };

@Injectable()
export class BulkService {
  constructor(
    private readonly closings: BulkClosingService,
    private readonly going: BulkRuns,
    private readonly reading: BulkReadingService,
    private readonly bulks: BulkClosingStore,
    private readonly runs: BulkRunStore,
    private readonly jobs: JobsService,
    private readonly jobStore: JobStore,
    private readonly named: NamedLeads,
    private readonly tallies: LeadTallyStore,
    private readonly directories: DirectoryService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  async close(body: BulkClosingBody, isDryRun: boolean, caller: Caller): Promise<BulkAnswered> {
    const order = { ...(await this.read(body)), caller };
    if (isDryRun) return { answer: await this.foresee(body, order) };
    if (body.all) return { job: await this.closeAll(body, order) };
    const { disposition } = order;
    const now = this.time.now();
    const { ids, hasMore } = await this.named.find(body, caller);
    const bulk = bulkOf(body, disposition, caller, { id: caller.requestId ?? newId(now), madeAt: now });
    const run = { id: bulk.id, bulkId: bulk.id, isJob: false };
    const begin = async (tx: Tx) => {
      await this.going.beginClosing(tx, bulk, false);
      return [...(await this.bulks.readClosed(tx, bulk.id, null)).keys()];
    };
    const close = (left: readonly string[]) => this.closings.close(run, left, order);
    return {
      answer: { bulkId: bulk.id, ...bulkAnswer(await this.goThrough(run.id, ids, begin, close), 'closed'), hasMore },
    };
  }

  /**
   * Reopens up to a thousand leads at once, and more by a job.
   * @throws NotFoundError also if the key may not see the closing: its job would block a key that may undo it
   */
  async undo(id: string, caller: Caller): Promise<BulkAnswered> {
    const bulk = await this.reading.find(id, caller);
    const undoing = await this.endOthers(bulk);
    if (undoing !== null) return { job: undoing };
    const now = this.time.now();
    const closing = (await this.runs.find(this.database, id)) ?? { begunAt: bulk.madeAt, endedAt: bulk.madeAt };
    if (isTooLate(closing, now)) throw new UndoTooLateError({ madeAt: bulk.madeAt, endedAt: closing.endedAt! });
    const leadIds = await this.bulks.readClosedIds(this.database, id, null, BULK_MAX + 1);
    if (leadIds.length > BULK_MAX) return { job: await this.undoAll(id, caller) };
    const run = {
      id: caller.requestId ?? newId(now),
      bulkId: id,
      kind: 'undo',
      isJob: false,
      ...requesterOf(caller),
      begunAt: now,
    } as const;
    const begin = async (tx: Tx) => {
      if (await this.runs.begin(tx, run)) return [];
      return this.bulks.readReopened(tx, id, (await this.runs.find(tx, run.id))!.begunAt);
    };
    const undo = (left: readonly string[]) => this.closings.undo(run, left, caller);
    return {
      answer: {
        bulkId: id,
        ...bulkAnswer(await this.goThrough(run.id, leadIds, begin, undo), 'reopened'),
        hasMore: false,
      },
    };
  }

  /**
   * Works through leads. A repeated request, after its node died, continues with the remaining ones, and returns the
   * results of all.
   * @param begin returns the leads that the request has handled before
   */
  private async goThrough(
    runId: string,
    leadIds: readonly string[],
    begin: (tx: Tx) => Promise<readonly string[]>,
    work: (left: readonly string[]) => Promise<BulkResult[]>,
  ): Promise<BulkResult[]> {
    const { hasEnded, before, left } = await this.database.transaction(async (tx) => {
      const hasEnded = (await this.runs.find(tx, runId))?.endedAt != null;
      const before = new Set(await begin(tx));
      const left = leadIds.filter((id) => !before.has(id));
      await this.runs.restart(tx, runId, before.size, left);
      return { hasEnded, before, left };
    });
    const results = await work(left);
    await this.going.end(runId, hasEnded && results.every((each) => each.left !== null));
    return [...Array.from(before, (leadId) => ({ leadId, left: null })), ...results];
  }

  private async foresee(body: BulkClosingBody, order: Order): Promise<BulkAnswer> {
    const { disposition, caller } = order;
    const { ids, hasMore, filter } = await this.named.find(body, caller);
    const directory = await this.directories.now();
    const matched = filter && tallyView(await this.tallies.tally(filter, workSightOf(caller, directory)));
    const results = await this.closings.foresee(ids, order);
    // Only counts are known of what a job would close beyond the leads that were looked at.
    const isAll = body.all && hasMore && matched !== undefined;
    return {
      bulkId: null,
      ...bulkAnswer(results, 'closed'),
      hasMore,
      ...(disposition.returnsAt !== null && {
        returns: isAll
          ? waveOf(allReturns(order, directory, matched.leads), null, directory)
          : waveOf(results, disposition.category, directory),
      }),
      ...(matched && { matched }),
    };
  }

  private closeAll(body: BulkClosingBody, { disposition, caller, spreadDays }: Order): Promise<JobView> {
    const request = { filter: body.filter, disposition, caller: withoutRequest(caller), spreadDays };
    return this.jobs.begin(
      'bulkClosing',
      (bulkId) => ({ bulkId, ...request }),
      caller,
      (tx, id, madeAt) => this.going.beginClosing(tx, bulkOf(body, disposition, caller, { id, madeAt }), true),
    );
  }

  private undoAll(bulkId: string, caller: Caller): Promise<JobView> {
    const request = { bulkId, caller: withoutRequest(caller) };
    return this.jobs.begin('bulkUndo', request, caller, async (tx, id, begunAt) => {
      const run = { id, bulkId, kind: 'undo', isJob: true, ...requesterOf(caller), begunAt } as const;
      if (await this.runs.begin(tx, run)) return;
      const other = (await this.runs.readOf(tx, [bulkId])).find(({ isJob, endedAt }) => isJob && endedAt === null);
      throw new BulkRunningError(other!.id);
    });
  }

  /**
   * Ends runs of this closing whose jobs are over but left the run open.
   * @returns the job that is already undoing the closing
   * @throws BulkRunningError while a job is closing the leads
   */
  private async endOthers({ id }: BulkClosing): Promise<JobView | null> {
    const open = (await this.runs.readOf(this.database, [id])).filter((run) => run.isJob && run.endedAt === null);
    for (const run of open) {
      if ((await this.jobStore.find(this.database, run.id))?.state !== 'running') await this.going.end(run.id);
      else if (run.kind === 'close') throw new BulkRunningError(run.id);
      else return this.jobs.look(run.id);
    }
    return null;
  }

  private async read(body: BulkClosingBody): Promise<Pick<Order, 'disposition' | 'spreadDays'>> {
    const { content } = await this.directories.now();
    const read = readDisposition(body.disposition as DispositionRequest, content.reasons, this.time.now());
    refuse(
      this.named.faultsOf(body, content),
      faultsOfAll(body),
      faultsOfSpread(body),
      'faults' in read && under('/disposition', read.faults),
    );
    const { disposition } = read as Exclude<typeof read, { readonly faults: unknown }>;
    return { disposition, spreadDays: spreadDaysOf(body) };
  }
}

/** What leads are closed with, and by whom. */
type Order = Pick<BulkClosingOrder, 'disposition' | 'caller' | 'spreadDays'>;

function bulkOf(
  { filter }: BulkClosingBody,
  { category, reason }: Disposition,
  caller: Caller,
  made: { readonly id: string; readonly madeAt: Instant },
): BulkClosing {
  return {
    ...made,
    ...requesterOf(caller),
    category,
    reason,
    filter: filter === undefined ? null : keptFilter(filter),
  };
}

/** The session stays, because it says whether the caller is a user or a key. */
function withoutRequest({ requestId: _, ...caller }: Caller): Caller {
  return caller;
}

function faultsOfAll({ ids, filter, all }: BulkClosingBody): Fault[] {
  if (!all) return [];
  const message = 'Expected a filter: `all` are those that a filter finds.';
  if (filter === undefined) return ids === undefined ? [] : [fault('/all', 'withoutFilter', message)];
  return personalIn(filter).map((name) =>
    fault(
      `/filter/${name}`,
      'withAll',
      `Expected no ${name} together with \`all\`, because it finds single persons. Leave out \`all\` or ${name}.`,
    ),
  );
}

/** Returns when the leads that a job closes come back, as if it closed all of them. */
function allReturns(order: Order, directory: Directory, leads: number): { readonly returnsAt: Instant | null }[] {
  const dispositionOf = dispositionsBy(directory, order);
  return Array.from({ length: leads }, (_, place) => dispositionOf({ place, of: leads }));
}

/** Returns the working days of a spread; undefined without one. */
function spreadDaysOf({ spreadOver }: BulkClosingBody): number | undefined {
  const span = spreadOver === undefined ? undefined : parseDuration(spreadOver);
  return span === undefined || 'code' in span ? undefined : span.days;
}

function faultsOfSpread({ spreadOver, disposition: { category } }: BulkClosingBody): Fault[] {
  if (spreadOver === undefined) return [];
  const span = parseDuration(spreadOver);
  const isInDays = !('code' in span) && span.ms === 0 && span.days <= SPREAD_DAYS_MAX;
  return collectFaults(
    !isInDays && fault('/spreadOver', 'days', `Expected whole days, at most P${SPREAD_DAYS_MAX}D.`),
    category !== 'nurture' &&
      category !== 'recycle' &&
      fault('/spreadOver', 'contradiction', 'Only leads that are closed as nurture or recycle come back.'),
  );
}
