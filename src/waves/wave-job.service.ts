import { Injectable } from '@nestjs/common';
import { DirectoryService } from '../directory/directory.service.js';
import type { JobRunner, JobStep, TakenJob } from '../jobs/job.js';
import { JobStore } from '../jobs/job.store.js';
import { LeadListStore } from '../leads/lead-list.store.js';
import { Database } from '../platform/sql/database.js';
import { WaveStore } from './wave.store.js';
import { dayView, selectionOf, type WaveRequest, Waves } from './waves.service.js';

/** Ids that are gathered at once, which takes a fraction of a second and little memory. */
const GATHERED_AT_ONCE = 2_000;

const ENDED: JobStep = { kind: 'refused', error: 'Somebody has ended it.' };

interface WaveCursor {
  readonly afterId: string;
}

/** Plans the waves of a request: gathers its leads, and then gives each its day. */
@Injectable()
export class WaveJob implements JobRunner {
  constructor(
    private readonly waves: Waves,
    private readonly store: WaveStore,
    private readonly jobs: JobStore,
    private readonly lists: LeadListStore,
    private readonly directories: DirectoryService,
    private readonly database: Database,
  ) {}

  async step(job: Pick<TakenJob, 'id' | 'request' | 'createdAt'>, cursor: unknown): Promise<JobStep> {
    const request = job.request as WaveRequest;
    const { policyId = null } = request;
    const directory = await this.directories.now();
    const { asked, sight } = selectionOf(request, job.createdAt, directory);
    const afterId = (cursor as WaveCursor | null)?.afterId ?? null;
    const ids = await this.lists.readIds(asked, sight, afterId, GATHERED_AT_ONCE);
    return this.database.engine.transaction(async (tx) => {
      // Nothing is planned of a job that somebody ends meanwhile: ending it waits for this transaction.
      if (!(await this.jobs.holdIfRunning(tx, job.id))) return ENDED;
      await this.store.addLeads(tx, job.id, policyId, ids);
      if (ids.length === GATHERED_AT_ONCE) return { kind: 'goOn', cursor: { afterId: ids.at(-1)! }, progress: 0 };
      const leads = await this.store.countOf(tx, job.id);
      const { order, perDay } = request;
      const instants = this.waves.planFor(leads, request, directory);
      if (leads > 0) await this.store.plan(tx, job.id, { order, perDay, instants });
      const days = (await this.store.readLeft(tx, job.id)).map(dayView);
      return { kind: 'done', result: { leads, days } };
    });
  }

  windUp(): Promise<void> {
    return this.store.forgetUnplanned(this.database.engine);
  }
}
