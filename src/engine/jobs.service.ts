import { Injectable, Logger } from '@nestjs/common';
import { ATTEMPTS_MAX, type JobStep, KEPT_FOR_MS, type TakenJob } from '../jobs/job.js';
import { JobStore } from '../jobs/job.store.js';
import { OverloadError } from '../platform/input/refusal.js';
import { whyOf } from '../platform/running/failure.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database, isUnavailable } from '../platform/sql/database.js';
import { newId } from '../platform/values/ids.js';
import { JobRunners } from './workers.service.js';

/** Keys that are remembered; all others come first. */
const SERVED_MAX = 1_000;
const GIVEN_UP = `It was started ${ATTEMPTS_MAX} times without progress, so it was given up.`;
const FAULT =
  'It failed because of an error in the program, which is in the log. A new request starts it from the beginning.';

/** Runs requested jobs one at a time on each node. Keys take turns, each with its oldest job. */
@Injectable()
export class Jobs {
  private readonly logger = new Logger('jobs');
  private readonly nodeId: string;
  /** The keys whose jobs this node has run, the latest last. */
  private readonly served = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly time: TimeSource,
    private readonly store: JobStore,
    private readonly runners: JobRunners,
  ) {
    this.nodeId = newId(time.now());
  }

  /**
   * Works until no job is left that this node can run.
   * @param isStopping checked between the steps of a job; another node then continues with the rest of it
   */
  async settle(isStopping: () => boolean = () => false): Promise<void> {
    while (!isStopping()) {
      await this.store.cancelOfRevoked(this.database.engine, this.time.now());
      const job = await this.store.takeNext(this.database.engine, this.nodeId, this.time.now(), [...this.served]);
      await this.windUp(job?.id);
      if (job === undefined) return;
      this.noteServed(job.keyId);
      await this.workOn(job, isStopping);
    }
  }

  private noteServed(keyId: string): void {
    this.served.delete(keyId);
    if (this.served.size >= SERVED_MAX) this.served.delete(this.served.values().next().value!);
    this.served.add(keyId);
  }

  private async windUp(nextId: string | undefined): Promise<void> {
    for (const runner of this.runners.all) await runner.windUp?.(nextId);
  }

  /** Deletes jobs that ended long ago. */
  forget(): Promise<void> {
    return this.store.forgetFinishedBefore(this.database.engine, this.time.now() - KEPT_FOR_MS);
  }

  private async workOn(job: TakenJob, isStopping: () => boolean): Promise<void> {
    const { engine } = this.database;
    const end = (result: { result: object } | { error: string }) =>
      this.store.finishIfTaken(engine, job.id, this.nodeId, result, this.time.now());
    if (job.attempts > ATTEMPTS_MAX) return end({ error: GIVEN_UP });
    for (let { cursor } = job; ; ) {
      if (isStopping()) return this.store.releaseIfTaken(engine, job.id, this.nodeId);
      const step = await this.take(job, cursor);
      if (step.kind === 'failed') return end({ error: FAULT });
      if (step.kind === 'refused') return end({ error: step.error });
      if (step.kind === 'done') return end({ result: step.result });
      await this.store.cancelOfRevoked(engine, this.time.now());
      const saved = { cursor: step.cursor, progress: step.progress, now: this.time.now() };
      if (!(await this.store.saveIfTaken(engine, job.id, this.nodeId, saved))) return;
      cursor = step.cursor;
    }
  }

  /** @throws errors that are not the job's fault; the job continues when the database is back */
  private async take(job: TakenJob, cursor: unknown): Promise<JobStep | { readonly kind: 'failed' }> {
    try {
      return await this.runners.of(job.kind).step(job, cursor);
    } catch (error) {
      if (isUnavailable(error) || error instanceof OverloadError) throw error;
      this.logger.error(`The job ${job.id} (${job.kind}) has failed: ${whyOf(error)}`);
      return { kind: 'failed' };
    }
  }
}
