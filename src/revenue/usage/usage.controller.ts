import { Controller, Get, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, CheckedQuery, IdParam, TextParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import {
  UsageBatchBody,
  UsageBatchResults,
  UsageBody,
  UsageInBatch,
  UsageListQuery,
  UsagePage,
  UsageSchema,
  usageBatchOf,
} from './usage.schema.js';
import { UsageService, usageView } from './usage.service.js';

@ApiTags('Revenue')
@Controller('v1/usage')
export class UsageController {
  constructor(private readonly usage: UsageService) {}

  @Put('batch')
  @Scopes('integration')
  @Operation('putUsage', 'Create or replace many usage reports', {
    description:
      'Up to 1,000 reports at a time, each as with `PUT …/by-ref`. Each is checked on its own; valid ones are saved even if others are not.',
  })
  @Answers(200, 'The result for each report, in order.', UsageBatchResults)
  putMany(
    @CheckedBody(UsageBatchBody, { rawText: true, documented: usageBatchOf(UsageInBatch) }) { usage }: UsageBatchBody,
  ) {
    return this.usage.putMany(usage);
  }

  @Put('by-ref/:system/:ref')
  @Scopes('integration')
  @Operation('putUsageByRef', 'Create or replace a usage report by its id elsewhere', {
    description:
      'How much of a product a customer has used within a span of days: a quantity, an amount, or both. The same body again changes nothing, another one replaces it. Usage is never ARR; an account’s `usage` is that of three months, times four.',
  })
  @Answers(201, 'The new report.', UsageSchema)
  @Answers(200, 'The report existed: the report as it is now.', UsageSchema)
  async put(
    @TextParam('system', 'The name of the other system, such as `metering`.') system: string,
    @TextParam('ref', 'The id that the report has there.') ref: string,
    @CheckedBody(UsageBody) body: UsageBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { row, isNew, warnings } = await this.usage.put({ system, ref }, body);
    reply.status(isNew ? 201 : 200);
    return usageView(row, warnings);
  }
}

@ApiTags('Revenue')
@Controller('v1/contracts')
export class UsageOfContractController {
  constructor(private readonly usage: UsageService) {}

  @Get(':id/usage')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listUsageOfContract', 'List the usage reports of a contract', {
    description: 'By the last days of the reports.',
  })
  @Answers(200, 'A page.', UsagePage)
  list(
    @IdParam('contract') id: string,
    @CheckedQuery(UsageListQuery) query: UsageListQuery,
    @CalledBy() caller: Caller,
  ) {
    return this.usage.list(id, query, caller);
  }
}
