import { Controller, Delete, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { PagedQuery } from '../../platform/http/page.js';
import { JobPage, JobSchema } from './job.schema.js';
import { JobsService } from './jobs.service.js';

@ApiTags('Jobs')
@Controller('v1/jobs')
export class JobsController {
  constructor(private readonly jobs: JobsService) {}

  @Get()
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listJobs', 'List the jobs', {
    description: 'Newest first, without results. A key without the scope `read` sees only the jobs that it started.',
  })
  @Answers(200, 'A page.', JobPage)
  list(@CheckedQuery(PagedQuery) page: PagedQuery, @CalledBy() caller: Caller) {
    return this.jobs.list(page, caller);
  }

  @Get(':id')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getJob', 'Get a job', {
    description:
      'The job, with its result once it is done. A key without the scope `read` gets 404 for jobs that it did not start.',
  })
  @Answers(200, 'The job.', JobSchema)
  get(@IdParam('job') id: string, @CalledBy() caller: Caller) {
    return this.jobs.get(id, caller);
  }

  @Delete(':id')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('cancelJob', 'Cancel a job', {
    description:
      'Cancels a job at once. Leads that it has closed stay closed and can be reopened by its `bulkId`. A finished job stays as it is. The jobs of a key are cancelled when it is revoked. A key without the scope `admin` gets 404 for jobs that it did not start.',
  })
  @Answers(204, 'The cancelled job.')
  cancel(@IdParam('job') id: string, @CalledBy() caller: Caller): Promise<void> {
    return this.jobs.cancel(id, caller);
  }
}
