import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { tableOfRows } from '../../figures/report-csv.js';
import { FORMED, formed } from '../../figures/report-form.js';
import { CheckedQuery } from '../../platform/checked-input.js';
import { Answers, Operation } from '../../platform/operation.js';
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
  @Answers(200, 'A row for each value, and the total.', SalesDebtReport, FORMED)
  async report(
    @CheckedQuery(SalesDebtQuery) query: SalesDebtQuery,
    @CalledBy() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return formed('sales-debt', await this.debt.read(query, caller), accept, reply, tableOfRows);
  }
}
