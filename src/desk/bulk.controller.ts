import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Static, Type } from '@sinclair/typebox';
import type { FastifyReply } from 'fastify';
import { JobSchema } from '../admin/jobs/job.schema.js';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { BulkClosingBody, DryRunFlag } from '../leads/bulk.dto.js';
import { CheckedBody, CheckedQuery, IdParam } from '../platform/checked-input.js';
import { NothingMore } from '../platform/nothing-more.dto.js';
import { Answers, Operation } from '../platform/operation.js';
import { PageQuery } from '../platform/page.js';
import { BulkRecordPage, BulkRecordSchema, BulkSchema } from './bulk.schema.js';
import { type Answered, BulkService } from './bulk.service.js';
import { BulkReadingService } from './bulk-reading.service.js';

const ListQuery = Type.Object(PageQuery, { additionalProperties: false });
type ListQuery = Static<typeof ListQuery>;

@ApiTags('Leads')
@Controller('v1/leads/dispositions')
export class BulkController {
  constructor(
    private readonly bulk: BulkService,
    private readonly reading: BulkReadingService,
  ) {}

  @Post()
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('disposeLeads', 'Close many leads with one reason', {
    description:
      'Up to 1,000, by their ids or by a filter, such as those that nobody has touched for a month; with `all` however many the filter finds, by a job. Each owner is told once of all of theirs. `dryRun` says what would be done and changes nothing: of the first 1,000 each lead, and of all that the filter finds how many they are, and what. What was done can be undone for 15 minutes from its end.',
  })
  @Answers(200, 'What became of each lead.', BulkSchema)
  @Answers(202, 'With `all`: the job that closes them. Its result has the same counts.', JobSchema)
  async close(
    @CheckedQuery(DryRunFlag) { dryRun }: DryRunFlag,
    @CheckedBody(BulkClosingBody) body: BulkClosingBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return told(await this.bulk.close(body, dryRun, caller), reply);
  }

  @Get()
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listDispositionBulks', 'List the closings of many leads', {
    description: 'Newest first. A rep sees their own, a manager those of their people too.',
  })
  @Answers(200, 'A page.', BulkRecordPage)
  list(@CheckedQuery(ListQuery) page: ListQuery, @CalledBy() caller: Caller) {
    return this.reading.list(page, caller);
  }

  @Get(':bulkId')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getDispositionBulk', 'Get a closing of many leads', {
    description:
      'Who closed what, when and why, how far it is, until when it can be undone, and whether it was. To a rep those of others are 404, but for those of their people to a manager.',
  })
  @Answers(200, 'The closing.', BulkRecordSchema)
  get(@IdParam('bulk closing', 'bulkId') id: string, @CalledBy() caller: Caller) {
    return this.reading.get(id, caller);
  }

  @Post(':bulkId/undo')
  @HttpCode(200)
  @Scopes('integration', 'rep', 'manager')
  @Operation('undoDispositions', 'Undo a closing of many leads', {
    description:
      'Within 15 minutes of its end: leads that are still closed by it are open again, as a new cycle, with whoever had them. More than 1,000 are opened by a job, and while it runs that job is the answer. Asked again, it finds nothing more to do. To a rep closings of others are 404, but for those of their people to a manager. The body may be left out.',
    refuses: ['undo-too-late', 'bulk-running'],
  })
  @Answers(200, 'What became of each lead.', BulkSchema)
  @Answers(202, 'It closed more than 1,000: the job that opens them. Its result has the same counts.', JobSchema)
  async undo(
    @IdParam('bulk closing', 'bulkId') id: string,
    @CheckedBody(NothingMore, { mayBeAbsent: true }) _: unknown,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return told(await this.bulk.undo(id, caller), reply);
  }
}

function told(answered: Answered, reply: FastifyReply) {
  reply.status('job' in answered ? 202 : 200);
  return 'job' in answered ? answered.job : answered.answer;
}
