import { Injectable } from '@nestjs/common';
import type { JobKind, JobRunner } from '../jobs/job.js';
import { BulkClosingJob } from './bulk-closing-job.service.js';
import { BulkUndoJob } from './bulk-undo-job.service.js';
import { ChangeDryRunJob } from './change-dry-run-job.service.js';

/** How the jobs of each kind are done. A satellite adds its kinds when its module is made. */
@Injectable()
export class JobRunners {
  private readonly runners: Map<JobKind, JobRunner>;

  constructor(changeDryRun: ChangeDryRunJob, bulkClosing: BulkClosingJob, bulkUndo: BulkUndoJob) {
    this.runners = new Map<JobKind, JobRunner>(
      Object.entries({ changeDryRun, bulkClosing, bulkUndo }) as [JobKind, JobRunner][],
    );
  }

  add(kind: JobKind, runner: JobRunner): void {
    this.runners.set(kind, runner);
  }

  get all(): Iterable<JobRunner> {
    return this.runners.values();
  }

  of(kind: JobKind): JobRunner {
    return this.runners.get(kind)!;
  }
}
