import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { tableOf, tableOfData } from '../../figures/report-csv.js';
import { AnswersReport } from '../../figures/report-form.interceptor.js';
import { CheckedQuery } from '../../platform/http/checked-input.js';
import { Operation } from '../../platform/http/operation.js';
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
      'For each month, owner or type of deal: what is won, and what open deals would add, by how sure their owners are. All figures add up the `amount` of deals, which is that of the whole term. For an earlier instant, deals count as they were then. Lost deals, and deals without an amount, are left out. A rep sees their own deals, a manager those of their reps too. As `text/csv` each row is a line under a header, and the total the last.',
  })
  @AnswersReport('A row for each value, and the total.', Forecast, tableOf)
  forecast(@CheckedQuery(ForecastQuery) query: ForecastQuery, @CalledBy() caller: Caller) {
    return this.forecasts.read(query, caller);
  }

  @Get('forecast-accuracy')
  @Scopes('read', 'rep', 'manager')
  @Operation('reportForecastAccuracy', 'Report how wrong forecasts were', {
    description:
      'The forecast of each month at the beginning of each of the last 13 weeks of the quarter that ends with it, and what was won for the month in the end. It is calculated from the deals as they were then, so nothing has to have run before. As `text/csv` each row of `data` is a line under a header.',
  })
  @AnswersReport('A row for each month and week, and the mean errors.', ForecastAccuracy, tableOfData)
  accuracy(@CheckedQuery(AccuracyQuery) query: AccuracyQuery, @CalledBy() caller: Caller) {
    return this.accuracies.read(query, caller);
  }
}
