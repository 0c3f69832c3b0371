import { Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Scopes } from '../../auth/auth.guard.js';
import { CheckedBody, CheckedQuery } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { FxRateListQuery, FxRatePage, FxRatesBody, FxRatesTaken } from './fx-rate.schema.js';
import { FxRatesService } from './fx-rates.service.js';

@ApiTags('Revenue')
@Controller('v1/fx-rates')
export class FxRatesController {
  constructor(private readonly rates: FxRatesService) {}

  @Put()
  @Scopes('integration')
  @Operation('putFxRates', 'Set exchange rates', {
    description:
      'As the European Central Bank quotes them: one unit of `base` is worth `rate` of the currency. A rate that is known changes nothing, another one replaces it.',
  })
  @Answers(200, 'What became of the rates.', FxRatesTaken)
  put(@CheckedBody(FxRatesBody) body: FxRatesBody) {
    return this.rates.put(body);
  }

  @Get()
  @Scopes('read', 'integration')
  @Operation('listFxRates', 'List what currencies were worth', { description: 'By base, currency and day.' })
  @Answers(200, 'A page.', FxRatePage)
  list(@CheckedQuery(FxRateListQuery) query: FxRateListQuery) {
    return this.rates.list(query);
  }
}
