import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { tableOfRows } from '../../figures/report-csv.js';
import { AnswersReport } from '../../figures/report-form.interceptor.js';
import { CheckedQuery } from '../../platform/http/checked-input.js';
import { Operation } from '../../platform/http/operation.js';
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
  @AnswersReport('A row for each month and value, and the total.', CohortReport, tableOfRows)
  report(@CheckedQuery(CohortQuery) query: CohortQuery, @CalledBy() caller: Caller) {
    return this.cohorts.read(query, caller);
  }
}
