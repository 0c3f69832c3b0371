import { Injectable } from '@nestjs/common';
import { DirectoryService } from '../../directory/directory.service.js';
import { Database } from '../../platform/database.js';
import type { Day } from '../../platform/day.js';
import type { Ratio } from '../../platform/money.js';
import { refuse } from '../../platform/refusal.js';
import { FxRateStore } from '../fx-rates/fx-rate.store.js';
import { currencyAmong, ratesOf } from '../valuing.js';
import type { ForecastCell } from './forecast.js';

/** In what a forecast is told, and what other currencies are worth in it. */
interface Worth {
  readonly currency: string;
  readonly rateOf: (currency: string) => Ratio;
}

/** Finds the currency of a forecast, and the rates that it needs. */
@Injectable()
export class ForecastWorth {
  constructor(
    private readonly database: Database,
    private readonly directories: DirectoryService,
    private readonly rates: FxRateStore,
  ) {}

  /**
   * @param asked the currency of the answer; undefined for the only one that there is
   * @param day of whose rates amounts are converted
   * @throws InvalidRequestError where there are several and none is asked for, or one has no rate by then
   */
  async of(cells: readonly ForecastCell[], asked: string | undefined, day: Day): Promise<Worth> {
    const currencies = [...new Set(cells.map((cell) => cell.currency))].sort();
    const usual = (await this.directories.now()).content.settings.currency;
    const { currency, faults } = currencyAmong(asked, currencies, usual, 'Deals');
    refuse(faults);
    const isOne = currencies.every((each) => each === currency);
    const { rates, faults: unknown } = ratesOf(
      currency,
      currencies,
      day,
      isOne ? [] : await this.rates.readLatest(this.database.reads, day),
    );
    refuse(unknown);
    return { currency, rateOf: (each) => rates.get(each)! };
  }
}
