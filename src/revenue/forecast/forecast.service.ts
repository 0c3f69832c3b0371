import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { UNDATED } from '../../deals/forecast-day.js';
import { DirectoryService } from '../../directory/directory.service.js';
import type { RowFilter } from '../../figures/dimension.js';
import { TOTAL } from '../../figures/figure.js';
import { faultsOfDimensions } from '../../figures/report-request.js';
import { namesOf } from '../../leads/lead.js';
import { fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { dayIn } from '../../platform/values/day.js';
import { toIso } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import { FORECAST_UNIT, type ForecastCell, forecastOf } from './forecast.js';
import type { ForecastQuery } from './forecast.schema.js';
import { ForecastReading } from './forecast-reading.service.js';

const KEY_OF = {
  month: ({ month }: ForecastCell) => month,
  owner: ({ ownerRepId }: ForecastCell) => ownerRepId,
  type: ({ type }: ForecastCell) => type,
};
type ForecastDimension = keyof typeof KEY_OF;
type ForecastKey = Readonly<Partial<Record<ForecastDimension, string | null>>>;
const FORECAST_DIMENSIONS = Object.keys(KEY_OF) as ForecastDimension[];

/** Forecasts the deals that a key sees, as of any instant. */
@Injectable()
export class ForecastService {
  constructor(
    private readonly directories: DirectoryService,
    private readonly reading: ForecastReading,
    private readonly time: TimeSource,
  ) {}

  /** @throws InvalidRequestError with all faults of the query */
  async read(query: ForecastQuery, caller: Caller) {
    const directory = await this.directories.now();
    const timeZone = query.timeZone ?? directory.content.settings.timeZone;
    const now = this.time.now();
    const at = query.at === undefined ? now : instantOf(query.at);
    const by = (query.by ?? 'month').split(',').filter((name) => name !== '') as ForecastDimension[];
    const from = query.from ?? `${dayIn(at, timeZone).slice(0, 8)}01`;
    const to = query.to ?? null;
    refuse(
      faultsOfDimensions(by, FORECAST_DIMENSIONS, 'Deals'),
      at > now && fault('/at', 'future', 'Expected an instant that is not in the future.'),
      to !== null && to <= from && fault('/to', 'inverted', `The end has to be after the beginning (${from}).`),
    );
    const { type = null } = query;
    const question = { asOf: [at], timeZone, date: query.date ?? 'expected', from, to, type };
    const rates = { inCurrency: query.currency, day: dayIn(at, timeZone) };
    const { cells, currency, rateOf } = await this.reading.read(question, { directory, caller }, rates);
    const names = namesOf(directory);
    const inWords = {
      month: (month: string | null) => month ?? 'no date',
      owner: (id: string | null) => (id === null ? 'nobody' : names.rep(id)),
      type: (type: string | null) => type!,
    };
    const isListed = query.at === undefined && timeZone === directory.content.settings.timeZone;
    const counted = { date: question.date, from, ...(to !== null && { to }), ...(type !== null && { type }) };
    const row = (of: readonly ForecastCell[], key: ForecastKey) => ({
      filter: isListed ? filterOf(key, counted) : null,
      unit: FORECAST_UNIT,
      currency,
      deals: sum(of.map(({ deals }) => deals)),
      overdue: sum(of.map(({ overdue }) => overdue)),
      ...forecastOf(of, currency, rateOf),
    });
    const rows = [...groupBy(cells, (cell) => by.map((each) => KEY_OF[each](cell)).join()).values()].map((of) => {
      const key: ForecastKey = Object.fromEntries(by.map((each) => [each, KEY_OF[each](of[0]!)]));
      return { key, label: by.map((each) => inWords[each](key[each] ?? null)).join(', '), ...row(of, key) };
    });
    return {
      asOf: toIso(at),
      from,
      data: rows.sort((one, other) => byTime(one.key.month, other.key.month) || (one.label < other.label ? -1 : 1)),
      total: { key: {}, label: TOTAL, ...row(cells, {}) },
    };
  }
}

/** The parameters that list the deals of a row. */
function filterOf({ month, owner, type }: ForecastKey, counted: RowFilter): RowFilter {
  return {
    ...counted,
    ...(month !== undefined && { month: month ?? UNDATED }),
    ...(type != null && { type }),
    ...(owner !== undefined && (owner === null ? { owner: 'none' } : { ownerRepId: owner })),
  };
}

function byTime(one: string | null | undefined, other: string | null | undefined): number {
  if (one === other) return 0;
  // Deals without a date come last.
  if (one == null || other == null) return one == null ? 1 : -1;
  return one < other ? -1 : 1;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, each) => total + each, 0);
}
