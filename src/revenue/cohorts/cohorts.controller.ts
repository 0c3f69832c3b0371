import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { tableOfRows } from '../../figures/report-csv.js';
import { FORMED, formed } from '../../figures/report-form.js';
import { CheckedQuery } from '../../platform/checked-input.js';
import { Answers, Operation } from '../../platform/operation.js';
import { CohortQuery, CohortReport } from './cohort.schema.js';
import { CohortsService } from './cohorts.service.js';

@ApiTags('Reports')
@Controller('v1/reports')
export class CohortsController {
  constructor(private readonly cohorts: CohortsService) {}

  @Get('cohorts')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportCohorts', 'Report what became of customers', {
    description:
      'By the month in which accounts had ARR for the first time: what share of that they were worth at the end of each month since. Of the accounts that the key sees. As `text/csv` each row is a line under a header, and the total the last.',
  })
  @Answers(200, 'A row for each month and value, and the total.', CohortReport, FORMED)
  async report(
    @CheckedQuery(CohortQuery) query: CohortQuery,
    @CalledBy() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return formed('cohorts', await this.cohorts.read(query, caller), accept, reply, tableOfRows);
  }
}
