import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { DryRunFlag } from '../../leads/bulk.dto.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { NoBody } from '../../platform/http/no-body.interceptor.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { PagedQuery } from '../../platform/http/page.js';
import {
  BackfillBody,
  BackfilledAccountPage,
  BackfillPage,
  BackfillPlanSchema,
  BackfillSchema,
} from './backfill.schema.js';
import { Backfills } from './backfills.service.js';
import { BackfillsReading } from './backfills-reading.service.js';

@ApiTags('Handoffs')
@Controller('v1/handoff-backfills')
export class BackfillsController {
  constructor(
    private readonly backfills: Backfills,
    private readonly reading: BackfillsReading,
  ) {}

  @Post()
  @Scopes('integration')
  @Operation('createHandoffBackfill', 'Start handoffs for existing accounts', {
    description:
      'Starts handoffs for up to 1,000 existing accounts, spread over weeks. Each begins at the start of a working day, prefilled with what is known, and is owed by the owner of the account or the deal. Handoffs of the same rep are spread as well. Accounts that have a handoff are skipped, and checked again on their day. With `dryRun`, the answer shows what would begin when, and nothing changes.',
  })
  @Answers(201, 'The plan.', BackfillPlanSchema)
  @Answers(200, 'With `dryRun=true`: the plan, which is not saved.', BackfillPlanSchema)
  async create(
    @CheckedQuery(DryRunFlag) { dryRun }: DryRunFlag,
    @CheckedBody(BackfillBody) body: BackfillBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    reply.status(dryRun ? 200 : 201);
    return this.reading.planOf(await this.backfills.plan(body, dryRun, caller), dryRun);
  }

  @Get()
  @Scopes('read', 'integration')
  @Operation('listHandoffBackfills', 'List backfills', { description: 'Newest first, each with its progress.' })
  @Answers(200, 'A page.', BackfillPage)
  list(@CheckedQuery(PagedQuery) page: PagedQuery) {
    return this.reading.list(page);
  }

  @Get(':id')
  @Scopes('read', 'integration')
  @Operation('getHandoffBackfill', 'Get a backfill')
  @Answers(200, 'The backfill.', BackfillSchema)
  get(@IdParam('handoffBackfill') id: string) {
    return this.reading.get(id);
  }

  @Get(':id/accounts')
  @Scopes('read', 'integration')
  @Operation('listHandoffBackfillAccounts', 'List the accounts of a backfill', {
    description: 'By id: when each begins, its handoff once begun, or why none begins.',
  })
  @Answers(200, 'A page.', BackfilledAccountPage)
  accounts(@IdParam('handoffBackfill') id: string, @CheckedQuery(PagedQuery) page: PagedQuery) {
    return this.reading.accounts(id, page);
  }

  @Post(':id/call-off')
  @NoBody()
  @Scopes('integration')
  @Operation('callOffHandoffBackfill', 'Call off a backfill', {
    description: 'Handoffs that have begun go on; cancel them one by one.',
  })
  @Answers(200, 'The backfill.', BackfillSchema)
  async callOff(@IdParam('handoffBackfill') id: string) {
    await this.backfills.callOff(id);
    return this.reading.get(id);
  }
}
