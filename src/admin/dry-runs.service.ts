import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import type { ChangeResult } from '../configuration/configuration.service.js';
import type { JobView } from './jobs/job.schema.js';
import { JobsService } from './jobs/jobs.service.js';

export interface RequestedChange {
  /** The kind under which its rehearsal was added. */
  readonly kind: string;
  /** The id of what is changed; null for kinds with a single document. */
  readonly id: string | null;
  readonly request: object;
}

type Rehearse<Request extends object = never> = (id: string, request: Request) => Promise<ChangeResult<unknown>>;

/** Runs dry runs that affect too many promises for one request as jobs. */
@Injectable()
export class DryRuns {
  private readonly rehearsals = new Map<string, Rehearse>();

  constructor(private readonly jobs: JobsService) {}

  /** @param rehearse gets the request that was passed to `jobFor` */
  add<Request extends object>(kind: string, rehearse: Rehearse<Request>): void {
    this.rehearsals.set(kind, rehearse);
  }

  /** Starts a job for the whole dry run. @returns null if the rehearsal has already covered everything */
  async jobFor(changed: ChangeResult<unknown>, requested: RequestedChange, caller: Caller): Promise<JobView | null> {
    return changed.foreseen?.rest == null ? null : this.jobs.begin('changeDryRun', requested, caller);
  }

  /** Rehearses the change again, for its job. */
  rehearse({ kind, id, request }: RequestedChange): Promise<ChangeResult<unknown>> {
    return this.rehearsals.get(kind)!(id ?? '', request as never);
  }
}
