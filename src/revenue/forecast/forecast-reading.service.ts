import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { dealSightOf } from '../../deals/deal-sight.js';
import type { Directory } from '../../directory/directory.js';
import { refuse } from '../../platform/input/refusal.js';
import { Database } from '../../platform/sql/database.js';
import type { Day } from '../../platform/values/day.js';
import type { Ratio } from '../../platform/values/money.js';
import { FxRateStore } from '../fx-rates/fx-rate.store.js';
import { currencyAmong, ratesOf } from '../report-currency.js';
import { type DatedCell, type ForecastQuestion, ForecastStore } from './forecast.store.js';

interface ReadForecast {
  readonly cells: readonly DatedCell[];
  readonly currency: string;
  readonly rateOf: (currency: string) => Ratio;
}

@Injectable()
export class ForecastReading {
  constructor(
    private readonly database: Database,
    private readonly store: ForecastStore,
    private readonly rates: FxRateStore,
  ) {}

  /**
   * @param inCurrency of the answer; undefined for the only one that deals are in
   * @param day whose rates convert amounts
   * @throws InvalidRequestError if there are several currencies and none is given, or if a rate is missing
   */
  async read(
    question: Omit<ForecastQuestion, 'repIds'>,
    { directory, caller }: { readonly directory: Directory; readonly caller: Caller },
    { inCurrency, day }: { readonly inCurrency: string | undefined; readonly day: Day },
  ): Promise<ReadForecast> {
    const { reads } = this.database;
    const { all, repIds } = dealSightOf(caller, directory);
    const cells = await reads.snapshot(async (tx) => {
      await this.store.prepare(tx);
      return this.store.read(tx, { ...question, repIds: all ? null : repIds });
    });
    const currencies = [...new Set(cells.map((cell) => cell.currency))].sort();
    const usual = directory.content.settings.currency;
    const { currency, faults } = currencyAmong(inCurrency, currencies, usual, 'Deals');
    refuse(faults);
    const isOne = currencies.every((each) => each === currency);
    const quotes = isOne ? [] : await this.rates.readLatest(reads, day);
    const { rates, faults: unknown } = ratesOf(currency, currencies, day, quotes);
    refuse(unknown);
    return { cells, currency, rateOf: (each) => rates.get(each)! };
  }
}
