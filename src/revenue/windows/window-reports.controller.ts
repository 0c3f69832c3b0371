import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { tableOfRows } from '../../figures/report-csv.js';
import { AnswersReport } from '../../figures/report-form.interceptor.js';
import { CheckedQuery } from '../../platform/http/checked-input.js';
import { Operation } from '../../platform/http/operation.js';
import { MovementReport, RetentionReport, WindowReportQuery } from './window-report.schema.js';
import { WindowReportService } from './window-report.service.js';

const SIGHT =
  'Of the accounts that the key sees. As `text/csv` each row is a line under a header, and the total the last.';

@ApiTags('Reports')
@Controller('v1')
export class WindowReportsController {
  constructor(private readonly reports: WindowReportService) {}

  @Get('revenue/movements')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportMovements', 'Report what moved ARR', {
    description: `What accounts were worth on two days, and what moved it between them, with the rule of each figure. ${SIGHT}`,
  })
  @AnswersReport('A row for each value, and the total.', MovementReport, tableOfRows)
  movements(@CheckedQuery(WindowReportQuery) query: WindowReportQuery, @CalledBy() caller: Caller) {
    return this.reports.movements(query, caller);
  }

  @Get('reports/retention')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportRetention', 'Report the retention of ARR', {
    description: `What accounts were worth on two days, and what share of it was kept (NRR, GRR, logo churn), with the rule of each figure. ${SIGHT}`,
  })
  @AnswersReport('A row for each value, and the total.', RetentionReport, tableOfRows)
  retention(@CheckedQuery(WindowReportQuery) query: WindowReportQuery, @CalledBy() caller: Caller) {
    return this.reports.retention(query, caller);
  }
}
