import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { tableOfRows } from '../../figures/report-csv.js';
import { FORMED, formed } from '../../figures/report-form.js';
import { CheckedQuery } from '../../platform/checked-input.js';
import { Answers, Operation } from '../../platform/operation.js';
import { Forecast, ForecastQuery } from './forecast.schema.js';
import { ForecastService } from './forecast.service.js';

@ApiTags('Reports')
@Controller('v1/reports')
export class ForecastController {
  constructor(private readonly forecasts: ForecastService) {}

  @Get('forecast')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportForecast', 'Report what is expected of deals', {
    description:
      'Of each month or owner: what is won, and what open deals would add, by how sure their owners are; as of any instant, as deals stood then. Lost deals, and deals without an amount, are left out. A rep sees their own deals, a manager those of their reps too. As `text/csv` each row is a line under a header, and the total the last.',
  })
  @Answers(200, 'A row for each value, and the total.', Forecast, FORMED)
  async forecast(
    @CheckedQuery(ForecastQuery) query: ForecastQuery,
    @CalledBy() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return formed('forecast', await this.forecasts.read(query, caller), accept, reply, tableOfRows);
  }
}
