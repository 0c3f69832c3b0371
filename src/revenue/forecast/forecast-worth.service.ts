import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database.js';
import type { Day } from '../../platform/day.js';
import type { Fault } from '../../platform/fault.js';
import type { Ratio } from '../../platform/money.js';
import { refuse } from '../../platform/refusal.js';
import { worthOf } from '../fx-rate.js';
import { FxRateStore } from '../fx-rates/fx-rate.store.js';
import type { ForecastCell } from './forecast.js';

/** In what a forecast is told, and what other currencies are worth in it. */
interface Worth {
  readonly currency: string;
  readonly rateOf: (currency: string) => Ratio;
}

/** Of no deals nothing is told. */
const NO_CURRENCY = 'EUR';

/** Finds the currency of a forecast, and the rates that it needs. */
@Injectable()
export class ForecastWorth {
  constructor(
    private readonly database: Database,
    private readonly rates: FxRateStore,
  ) {}

  /**
   * The currency that is asked for, else the only one that there is.
   * @param day of whose rates amounts are converted
   * @throws InvalidRequestError where there are several and none is asked for, or one has no rate by then
   */
  async of(cells: readonly ForecastCell[], asked: string | undefined, day: Day): Promise<Worth> {
    const currencies = [...new Set(cells.map(({ currency }) => currency))].sort();
    const [first = NO_CURRENCY] = currencies;
    const currency = asked ?? first;
    if (currencies.every((each) => each === currency))
      return { currency, rateOf: () => worthOf(currency, currency, [])! };
    if (asked === undefined) refuse([severalFault(currencies)]);
    const known = await this.rates.readLatest(this.database.reads, day);
    const worth = new Map(currencies.map((each) => [each, worthOf(each, currency, known)]));
    refuse(currencies.filter((each) => worth.get(each) === null).map((each) => unknownFault(each, currency, day)));
    return { currency, rateOf: (each) => worth.get(each)! };
  }
}

function severalFault(currencies: readonly string[]): Fault {
  const message = `Deals are in ${currencies.join(', ')}: say in which currency they are added up.`;
  return { pointer: '/currency', code: 'severalCurrencies', message };
}

function unknownFault(from: string, to: string, day: Day): Fault {
  const message = `Nothing is known of what ${from} is worth in ${to} on ${day} or before: PUT /v1/fx-rates.`;
  return { pointer: '/currency', code: 'rateMissing', message };
}
