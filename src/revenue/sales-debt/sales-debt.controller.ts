import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { tableOfRows } from '../../figures/report-csv.js';
import { AnswersReport } from '../../figures/report-form.interceptor.js';
import { CheckedQuery } from '../../platform/http/checked-input.js';
import { Operation } from '../../platform/http/operation.js';
import { SalesDebtQuery, SalesDebtReport } from './sales-debt.schema.js';
import { SalesDebtService } from './sales-debt.service.js';

@ApiTags('Reports')
@Controller('v1/reports')
export class SalesDebtController {
  constructor(private readonly debt: SalesDebtService) {}

  @Get('sales-debt')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportSalesDebt', 'Report what of the ARR that was won is still live', {
    description:
      'For the deals that were won in a span, by channel, source, campaign or rep: what share of their ARR was live on the 30th, 90th, 180th and 365th day after its start, and why notice was given. Covers the accounts that the key sees. As `text/csv` each row is a line under a header, and the total the last.',
  })
  @AnswersReport('A row for each value, and the total.', SalesDebtReport, tableOfRows)
  report(@CheckedQuery(SalesDebtQuery) query: SalesDebtQuery, @CalledBy() caller: Caller) {
    return this.debt.read(query, caller);
  }
}
