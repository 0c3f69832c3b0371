import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import type { Changed } from '../configuration/configuration.service.js';
import { Rehearsals, type RequestedChange } from '../configuration/rehearsals.service.js';
import type { JobView } from './jobs/job.schema.js';
import { JobsService } from './jobs/jobs.service.js';

/** Dry runs of changes on which more promises depend than anybody waits for. */
@Injectable()
export class DryRuns {
  constructor(
    private readonly jobs: JobsService,
    private readonly rehearsals: Rehearsals,
  ) {}

  /** @param rehearse takes what `jobFor` was given */
  add<Request extends object>(
    kind: string,
    rehearse: (id: string, request: Request) => Promise<Changed<unknown>>,
  ): void {
    this.rehearsals.add(kind, (id, request) => rehearse(id ?? '', request as Request));
  }

  /** The job that looks at all of it; null where the rehearsal has done so. */
  async jobFor(changed: Changed<unknown>, asked: RequestedChange, caller: Caller): Promise<JobView | null> {
    return changed.foreseen?.rest == null ? null : this.jobs.begin('changeDryRun', asked, caller);
  }
}
