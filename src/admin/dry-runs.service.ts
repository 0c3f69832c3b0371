import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import type { Changed } from '../configuration/configuration.service.js';
import { Rehearsals, type RequestedChange } from '../configuration/rehearsals.service.js';
import type { JobView } from './jobs/job.schema.js';
import { JobsService } from './jobs/jobs.service.js';

/** Runs dry runs that affect too many promises for one request as jobs. */
@Injectable()
export class DryRuns {
  constructor(
    private readonly jobs: JobsService,
    private readonly rehearsals: Rehearsals,
  ) {}

  /** @param rehearse gets the request that was passed to `jobFor` */
  add<Request extends object>(
    kind: string,
    rehearse: (id: string, request: Request) => Promise<Changed<unknown>>,
  ): void {
    this.rehearsals.add(kind, (id, request) => rehearse(id ?? '', request as Request));
  }

  /** Starts a job for the whole dry run. @returns null if the rehearsal has already covered everything */
  async jobFor(changed: Changed<unknown>, requested: RequestedChange, caller: Caller): Promise<JobView | null> {
    return changed.foreseen?.rest == null ? null : this.jobs.begin('changeDryRun', requested, caller);
  }
}
