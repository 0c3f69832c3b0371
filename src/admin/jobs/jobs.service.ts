import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../../auth/scope.js';
import { type Job, type JobKind, OF_A_KEY_MAX } from '../../jobs/job.js';
import { JobStore } from '../../jobs/job.store.js';
import { mapPage, type Page, type PageRequest, readPageById } from '../../platform/http/page.js';
import { NotFoundError, OverloadError } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { type Instant, isoOrNull, toIso } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import type { JobView } from './job.schema.js';

/** Creates, reads and cancels jobs. The engine runs them. */
@Injectable()
export class JobsService {
  constructor(
    private readonly database: Database,
    private readonly store: JobStore,
    private readonly time: TimeSource,
  ) {}

  /**
   * @param request validated, in the form that the job's runner expects; a function makes it from the id of the job
   * @param alsoWrite writes further rows in the transaction that inserts the job
   */
  async begin(
    kind: JobKind,
    request: object | ((id: string) => object),
    { keyId, requestId }: Caller,
    alsoWrite?: (tx: Tx, id: string, at: Instant) => Promise<void>,
  ): Promise<JobView> {
    const at = this.time.now();
    const id = requestId ?? newId(at);
    const known = requestId === undefined ? undefined : await this.store.find(this.database, id);
    if (known !== undefined) return view(known);
    if ((await this.store.countRunningOf(this.database, keyId)) >= OF_A_KEY_MAX)
      throw new OverloadError(
        `${OF_A_KEY_MAX} jobs of this key are waiting already: cancel one, or wait until one is done.`,
      );
    await this.database.transaction(async (tx) => {
      await alsoWrite?.(tx, id, at);
      const written = typeof request === 'function' ? request(id) : request;
      await this.store.insert(tx, { id, kind, keyId, request: written, at });
    });
    return this.look(id);
  }

  /** @throws NotFoundError also if the job belongs to another key and the caller may not read everything */
  async get(id: string, caller: Caller): Promise<JobView> {
    const job = await this.store.find(this.database, id);
    if (job === undefined || !(may(caller, 'read') || job.keyId === caller.keyId)) throw new NotFoundError('job', id);
    return view(job);
  }

  /** Reads a job without checking who asks. */
  async look(id: string): Promise<JobView> {
    return view((await this.store.find(this.database, id))!);
  }

  /** Returns jobs, newest first: all of them if the caller may read everything, else those of the caller's key. */
  async list(page: PageRequest, caller: Caller): Promise<Page<JobView>> {
    const { reads } = this.database;
    const keyId = may(caller, 'read') ? null : caller.keyId;
    return mapPage(await readPageById(page, (before, limit) => this.store.readPage(reads, keyId, before, limit)), view);
  }

  /** @throws NotFoundError also if the job belongs to another key and the caller is no admin */
  async cancel(id: string, caller: Caller): Promise<void> {
    const job = await this.store.find(this.database, id);
    if (job === undefined || !(may(caller) || job.keyId === caller.keyId)) throw new NotFoundError('job', id);
    await this.store.cancelIfRunning(this.database, id, this.time.now());
  }
}

function view({ id, kind, state, progress, bulkId, result, error, createdAt, startedAt, finishedAt }: Job): JobView {
  return {
    id,
    kind,
    state,
    progress,
    ...(bulkId !== null && { bulkId }),
    ...(result !== null && { result }),
    ...(error !== null && { error }),
    createdAt: toIso(createdAt),
    startedAt: isoOrNull(startedAt),
    finishedAt: isoOrNull(finishedAt),
  };
}
