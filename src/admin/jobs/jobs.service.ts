import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../../auth/scope.js';
import { type Job, type JobKind, RUNNING_MAX } from '../../jobs/job.js';
import { JobStore } from '../../jobs/job.store.js';
import { Database } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { isoOrNull, toIso } from '../../platform/instant.js';
import { type Page, type PageRequest, readCursor, toPage } from '../../platform/page.js';
import { NotFoundError, OverloadError } from '../../platform/refusal.js';
import { TimeSource } from '../../platform/time-source.js';
import type { JobView } from './job.schema.js';

/** Jobs, as they are asked for, looked at and cancelled; who does them is the engine. */
@Injectable()
export class JobsService {
  constructor(
    private readonly database: Database,
    private readonly store: JobStore,
    private readonly time: TimeSource,
  ) {}

  /** @param request checked, as its runner takes it */
  async begin(kind: JobKind, request: object, { keyId, requestId }: Caller): Promise<JobView> {
    const at = this.time.now();
    const id = requestId ?? newId(at);
    const made = requestId === undefined ? undefined : await this.store.find(this.database, id);
    if (made !== undefined) return view(made);
    if ((await this.store.countRunning(this.database)) >= RUNNING_MAX)
      throw new OverloadError(`${RUNNING_MAX} jobs are waiting already: cancel one, or wait until one is done.`);
    await this.store.insert(this.database, { id, kind, keyId, request, at });
    return this.get(id);
  }

  async get(id: string): Promise<JobView> {
    const job = await this.store.find(this.database, id);
    if (job === undefined) throw new NotFoundError('job', id);
    return view(job);
  }

  /** Newest first. */
  async list({ limit = 100, cursor }: PageRequest): Promise<Page<JobView>> {
    const beforeId = cursor === undefined ? null : (readCursor(cursor, ['id'])[0] as string);
    const rows = await this.store.readPage(this.database.reads, beforeId, limit + 1);
    const page = toPage(rows, limit, (row) => [row.id]);
    return { ...page, data: page.data.map(view) };
  }

  /** @throws NotFoundError where it is somebody else's: only an admin stops the work of others */
  async cancel(id: string, caller: Caller): Promise<void> {
    const job = await this.store.find(this.database, id);
    if (job === undefined || !(may(caller) || job.keyId === caller.keyId)) throw new NotFoundError('job', id);
    await this.store.cancelIfRunning(this.database, id, this.time.now());
  }
}

function view({ id, kind, state, progress, result, error, createdAt, startedAt, finishedAt }: Job): JobView {
  return {
    id,
    kind,
    state,
    progress,
    ...(result !== null && { result: result as NonNullable<JobView['result']> }),
    ...(error !== null && { error }),
    createdAt: toIso(createdAt),
    startedAt: isoOrNull(startedAt),
    finishedAt: isoOrNull(finishedAt),
  };
}
