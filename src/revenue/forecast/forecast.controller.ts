import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { tableOf, tableOfData } from '../../figures/report-csv.js';
import { FORMED, formed } from '../../figures/report-form.js';
import { CheckedQuery } from '../../platform/checked-input.js';
import { Answers, Operation } from '../../platform/operation.js';
import { ForecastAccuracyService } from './accuracy.service.js';
import { AccuracyQuery, Forecast, ForecastAccuracy, ForecastQuery } from './forecast.schema.js';
import { ForecastService } from './forecast.service.js';

@ApiTags('Reports')
@Controller('v1/reports')
export class ForecastController {
  constructor(
    private readonly forecasts: ForecastService,
    private readonly accuracies: ForecastAccuracyService,
  ) {}

  @Get('forecast')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportForecast', 'Report the forecast of deals', {
    description:
      'For each month or owner: what is won, and what open deals would add, by how sure their owners are. For an earlier instant, deals count as they were then. Lost deals, and deals without an amount, are left out. A rep sees their own deals, a manager those of their reps too. As `text/csv` each row is a line under a header, and the total the last.',
  })
  @Answers(200, 'A row for each value, and the total.', Forecast, FORMED)
  async forecast(
    @CheckedQuery(ForecastQuery) query: ForecastQuery,
    @CalledBy() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return formed('forecast', await this.forecasts.read(query, caller), accept, reply, tableOf);
  }

  @Get('forecast-accuracy')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportForecastAccuracy', 'Report how wrong forecasts were', {
    description:
      'The forecast of each month at the beginning of each of the last 13 weeks of the quarter that ends with it, and what was won for the month in the end. It is calculated from the deals as they were then, so nothing has to have run before. As `text/csv` each row of `data` is a line under a header.',
  })
  @Answers(200, 'A row for each month and week, and the mean errors.', ForecastAccuracy, FORMED)
  async accuracy(
    @CheckedQuery(AccuracyQuery) query: AccuracyQuery,
    @CalledBy() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const report = await this.accuracies.read(query, caller);
    return formed('forecast-accuracy', report, accept, reply, ({ data }) => tableOfData(data));
  }
}
