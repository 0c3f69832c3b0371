import { Injectable } from '@nestjs/common';
import type { JobKind, JobRunner } from '../jobs/job.js';
import { AbsencesWorker } from './absences.worker.js';
import { BulkClosingJob, BulkUndoJob } from './bulk-closing-job.service.js';
import { ChangeDryRunJob } from './change-dry-run-job.service.js';
import { HoldsWorker } from './holds.worker.js';
import { LeadEnforcementWorker } from './lead-enforcement.worker.js';
import { PlannedRulesWorker } from './planned-rules.worker.js';
import { QueueWorker } from './queue.worker.js';
import { ReplanningWorker } from './replanning.worker.js';
import type { Worker } from './worker.js';

/** The workers of the engine. A satellite adds its worker when its module is created. */
@Injectable()
export class Workers {
  private readonly workers: Worker[];

  constructor(
    absences: AbsencesWorker,
    holds: HoldsWorker,
    leads: LeadEnforcementWorker,
    plannedRules: PlannedRulesWorker,
    queue: QueueWorker,
    replanning: ReplanningWorker,
  ) {
    // Rules first, so that everything due at the same instant goes by the new rules. Then reps: one who goes away hands
    // over leads whose clocks would otherwise be carried out for nothing.
    this.workers = [plannedRules, absences, holds, leads, queue, replanning];
  }

  /** Adds a worker whose turn comes after all others. */
  add(worker: Worker): void {
    this.workers.push(worker);
  }

  get inTurn(): readonly Worker[] {
    return this.workers;
  }
}

/** The runners of jobs, by kind. A satellite adds its kinds when its module is created. */
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
