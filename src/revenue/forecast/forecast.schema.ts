import { type Static, Type } from '@sinclair/typebox';
import { FORECAST_DATES } from '../../deals/forecast-day.js';
import { DEAL_TYPES } from '../../deals/pipeline.js';
import { count, value } from '../../figures/figure.schema.js';
import {
  dayOf,
  instant,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalDay,
  optionalInstant,
  optionalOneOf,
  optionalText,
} from '../../platform/input/schema.js';
import { COMPARED } from './accuracy.js';
import { FORECAST_FIGURES, FORECAST_UNIT, type ForecastFigure } from './forecast.js';

export const ForecastQuery = object({
  at: optionalInstant('As deals stood at this instant; now by default.'),
  by: optionalText(
    100,
    'A row for each `month` (the default), each `owner`, each `type` of deal, or several: `month,type`.',
    { examples: ['month,type'] },
  ),
  type: optionalOneOf(DEAL_TYPES, { description: 'Of deals of this type alone.' }),
  date: optionalOneOf(FORECAST_DATES, {
    default: 'expected',
    description:
      'By which day deals count: when they are signed (`expectedCloseAt`, of a won deal `wonAt`), or when their term starts (`starts`), else when they are signed.',
  }),
  from: optionalDay(
    'A day such as 2026-01-31: deals won for it and later, by default for the month of `at`. Open deals of earlier days count, too.',
  ),
  to: optionalDay('A day such as 2026-01-31: deals of days before it; all by default.'),
  currency: Type.Optional(
    Type.String({
      pattern: '^[A-Z]{3}$',
      description:
        'The ISO 4217 code of a currency, such as EUR. Amounts are in it; by default in the only one that deals are in. Others are converted by the rates of the day of `at`, or the latest before it (`PUT /v1/fx-rates`).',
    }),
  ),
  timeZone: Type.Optional(
    Type.String({
      format: 'timeZone',
      description: 'In which days and months begin; that of the settings by default.',
    }),
  ),
});
export type ForecastQuery = Static<typeof ForecastQuery>;

const { date, type, currency, timeZone } = ForecastQuery.properties;

export const AccuracyQuery = object({
  from: optionalDay('A day such as 2026-01-31: months that begin on it or later; by default six months.'),
  to: optionalDay('A day such as 2026-01-31: months that begin before it; by default those before the present month.'),
  date,
  type,
  currency,
  timeZone,
});
export type AccuracyQuery = Static<typeof AccuracyQuery>;

const FIGURES: Readonly<Record<ForecastFigure, string>> = {
  closed: 'The amount that is won.',
  commit: 'The same, with open deals of the category `commit`.',
  bestCase: 'The same, with those of `bestCase`.',
  pipeline: 'The same, with those of `pipeline`.',
  weighted:
    'The amount that is won, and each open deal times its `probability`; without one, times 0.9 for `commit`, 0.5 for `bestCase` and 0.25 for `pipeline`.',
  worst: '`commit` less all open renewals that are at risk (`atRisk`).',
};

const amounts = Object.fromEntries(
  FORECAST_FIGURES.map((figure) => [figure, Type.String({ description: `${FIGURES[figure]} A decimal.` })]),
);

const unit = oneOf([FORECAST_UNIT], {
  description: 'What all figures add up: the `amount` of deals, which is that of the whole term, whatever their type.',
});

const row = objectSchema('ForecastRow', 'The forecast of some deals.', {
  key: object(
    {
      month: Type.Optional(value('The month, such as `2026-03`; null for deals without a date.')),
      owner: Type.Optional(value('The id of the owner; null for none.')),
      type: Type.Optional(value('The type of the deals.')),
    },
    { description: 'A value for each of `by`; empty for the total.' },
  ),
  label: Type.String({ description: 'The key in words.' }),
  filter: nullable(
    Type.Record(Type.String(), Type.String()),
    'The parameters of `GET /v1/deals` which, with `forecast`, list the deals that a figure of the row counts. Null in another time zone than that of the settings, and for an earlier instant.',
  ),
  unit,
  currency: Type.String({ description: 'The currency of the amounts (ISO 4217).' }),
  deals: count('How many deals.'),
  overdue: count('Open deals whose expected date has passed.'),
  ...amounts,
});

export const Forecast = objectSchema('Forecast', 'The forecast of deals, with the total of all.', {
  asOf: instant('The instant as of which the deals count.'),
  from: dayOf('The day from which on deals count.'),
  data: Type.Array(row, { description: 'By month, then in the order of the labels.' }),
  total: row,
});

const wrongBy = (figure: string) =>
  nullable(
    Type.String({ examples: ['0.1250'] }),
    `By what share \`${figure}\` was above the result, or below it (negative); null while the month lasts, or if the result is zero.`,
  );

export const ForecastAccuracy = objectSchema(
  'ForecastAccuracy',
  'Forecasts of months week by week, with the results.',
  {
    data: Type.Array(
      objectSchema('ForecastAccuracyRow', 'The forecast of a month on a Monday.', {
        month: Type.String({ description: 'The month.', examples: ['2026-03'] }),
        asOf: instant('When the Monday begins.'),
        weeksBefore: count('How many whole weeks before the end of the month.'),
        unit,
        currency: Type.String({ description: 'The currency of the amounts (ISO 4217).' }),
        ...amounts,
        came: nullable(
          Type.String(),
          'The amount won for the month in the end, as of now; null while the month lasts.',
        ),
        error: object(Object.fromEntries(COMPARED.map((figure) => [figure, wrongBy(figure)])), {
          description: 'How wrong each figure was.',
        }),
      }),
      { description: 'By month, then by week.' },
    ),
    accuracy: Type.Array(
      objectSchema('ForecastError', 'How wrong forecasts were so many weeks ahead.', {
        weeksBefore: count('How many whole weeks before the end of the month.'),
        months: count('Of how many months.'),
        meanError: Type.String({ description: 'The mean share by which `weighted` was wrong, whichever way.' }),
      }),
      { description: 'The furthest ahead first.' },
    ),
  },
);
