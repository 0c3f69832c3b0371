import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { dayIn, monthsAfter, startOfDay } from '../../platform/values/day.js';
import { toIso } from '../../platform/values/duration.js';
import { COMPARED, errorOf, type ForecastMonth, meanErrors, monthsOf, nextMonth, weeksBefore } from './accuracy.js';
import { FORECAST_UNIT, forecastOf } from './forecast.js';
import type { AccuracyQuery } from './forecast.schema.js';
import { ForecastReading } from './forecast-reading.service.js';

const MONTHS_DEFAULT = 6;
const MONTHS_MAX = 12;

/** Compares the forecasts of the deals that a key sees with what came, week by week. */
@Injectable()
export class ForecastAccuracyService {
  constructor(
    private readonly directories: DirectoryService,
    private readonly reading: ForecastReading,
    private readonly time: TimeSource,
  ) {}

  /** @throws InvalidRequestError with all faults of the query */
  async read(query: AccuracyQuery, caller: Caller) {
    const directory = await this.directories.now();
    const timeZone = query.timeZone ?? directory.content.settings.timeZone;
    const now = this.time.now();
    const thisMonth = `${dayIn(now, timeZone).slice(0, 8)}01`;
    const to = query.to ?? thisMonth;
    const from = query.from ?? monthsAfter(nextMonth(to), -MONTHS_DEFAULT);
    const months = monthsOf(from, to);
    refuse(faultsOf(months, { from, to }));
    const instants = months.flatMap(({ mondays }) => mondays.map((monday) => startOfDay(monday, timeZone)));
    const asOf = [...new Set([...instants.filter((at) => at <= now), now])];
    const [first, end] = [months[0]!.first, monthsAfter(months.at(-1)!.first, 1)];
    const { type = null } = query;
    const question = { asOf, timeZone, date: query.date ?? 'expected', from: first, to: end, type };
    // Converts all by the rates of today, so that deals are compared and not currencies.
    const rates = { inCurrency: query.currency, day: dayIn(now, timeZone) };
    const { cells, currency, rateOf } = await this.reading.read(question, { directory, caller }, rates);
    const figuresOf = (month: ForecastMonth, at: number) =>
      forecastOf(
        cells.filter((cell) => cell.asOf === at && cell.month === month.first.slice(0, 7)),
        currency,
        rateOf,
      );
    const data = months.flatMap((month) => {
      const isOver = startOfDay(monthsAfter(month.first, 1), timeZone) <= now;
      const came = isOver ? figuresOf(month, now).closed : null;
      return month.mondays.flatMap((monday) => {
        const at = startOfDay(monday, timeZone);
        if (at > now) return [];
        const figures = figuresOf(month, at);
        const error = Object.fromEntries(
          COMPARED.map((figure) => [figure, came === null ? null : errorOf(figures[figure], came)]),
        );
        const question = { month: month.first.slice(0, 7), asOf: toIso(at), weeksBefore: weeksBefore(monday, month) };
        return [{ ...question, unit: FORECAST_UNIT, currency, ...figures, came, error }];
      });
    });
    const wrong = data.map((row) => ({ weeksBefore: row.weeksBefore, error: row.error.weighted ?? null }));
    return { data, accuracy: meanErrors(wrong) };
  }
}

function faultsOf(months: readonly ForecastMonth[], { from, to }: { from: string; to: string }): Fault[] {
  const message =
    months.length === 0
      ? `Expected a whole month between ${from} and ${to}.`
      : `Expected at most ${MONTHS_MAX} months, not ${months.length}.`;
  if (months.length > 0 && months.length <= MONTHS_MAX) return [];
  return [fault('/to', months.length === 0 ? 'inverted' : 'tooMany', message)];
}
