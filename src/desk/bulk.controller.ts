import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { JobSchema } from '../admin/jobs/job.schema.js';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { BulkClosingBody, DryRunFlag } from '../leads/bulk.dto.js';
import { CheckedBody, CheckedQuery, IdParam } from '../platform/http/checked-input.js';
import { NoBody } from '../platform/http/no-body.interceptor.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { PagedQuery } from '../platform/http/page.js';
import { BulkRecordPage, BulkRecordSchema, BulkSchema } from './bulk.schema.js';
import { type BulkAnswered, BulkService } from './bulk.service.js';
import { BulkReadingService } from './bulk-reading.service.js';

@ApiTags('Leads')
@Controller('v1/leads/dispositions')
export class BulkController {
  constructor(
    private readonly bulk: BulkService,
    private readonly reading: BulkReadingService,
  ) {}

  @Post()
  @Scopes('integration', 'rep', 'manager')
  @Operation('disposeLeads', 'Close many leads with one reason', {
    description:
      'Closes up to 1,000 leads, by id or by a filter, such as those without a touch for a month. With `all`, a job closes all leads that the filter finds. Each owner gets one notification. `dryRun` changes nothing and reports what would be done: for each of the first 1,000 leads, and in counts for all. A closing can be undone for 15 minutes after it ends.',
  })
  @Answers(200, 'The result for each lead.', BulkSchema)
  @Answers(202, 'With `all`: the job that closes them. Its result has the same counts.', JobSchema)
  async close(
    @CheckedQuery(DryRunFlag) { dryRun }: DryRunFlag,
    @CheckedBody(BulkClosingBody) body: BulkClosingBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return replyWith(await this.bulk.close(body, dryRun, caller), reply);
  }

  @Get()
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listDispositionBulks', 'List the closings of many leads', {
    description: 'Newest first. Reps see their own; managers also see those of their reps.',
  })
  @Answers(200, 'A page.', BulkRecordPage)
  list(@CheckedQuery(PagedQuery) page: PagedQuery, @CalledBy() caller: Caller) {
    return this.reading.list(page, caller);
  }

  @Get(':bulkId')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getDispositionBulk', 'Get a closing of many leads', {
    description:
      'Who closed what, when and why, its progress, until when it can be undone, and whether it was. Reps get 404 for those of others; managers can see those of their reps.',
  })
  @Answers(200, 'The closing.', BulkRecordSchema)
  get(@IdParam('bulk closing', 'bulkId') id: string, @CalledBy() caller: Caller) {
    return this.reading.get(id, caller);
  }

  @Post(':bulkId/undo')
  @NoBody()
  @Scopes('integration', 'rep', 'manager')
  @Operation('undoDispositions', 'Undo a closing of many leads', {
    description:
      'Possible within 15 minutes after it ended. Leads that it closed and that are still closed are open again as if they had not been closed: in their cycle, with what was owed and the time that was left, for their last owners, or for others if these have left or are absent. More than 1,000 are reopened in a job, which is then the answer. Repeating the request does nothing more. Reps get 404 for closings of others; managers can undo those of their reps. The body may be left out.',
    refuses: ['undo-too-late', 'bulk-running'],
  })
  @Answers(200, 'The result for each lead.', BulkSchema)
  @Answers(
    202,
    'It closed more than 1,000 leads: the job that reopens them. Its result has the same counts.',
    JobSchema,
  )
  async undo(
    @IdParam('bulk closing', 'bulkId') id: string,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return replyWith(await this.bulk.undo(id, caller), reply);
  }
}

function replyWith(answered: BulkAnswered, reply: FastifyReply) {
  reply.status('job' in answered ? 202 : 200);
  return 'job' in answered ? answered.job : answered.answer;
}
