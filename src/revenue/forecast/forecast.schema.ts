import { type Static, Type } from '@sinclair/typebox';
import { count, value } from '../../figures/figure.schema.js';
import { closed, oneOf, thing } from '../../platform/answer.js';
import { FORECAST_DATES, FORECAST_FIGURES, type ForecastFigure } from './forecast.js';

export const ForecastQuery = Type.Object(
  {
    at: Type.Optional(
      Type.String({ format: 'instant', description: 'As deals stood at this instant; now by default.' }),
    ),
    by: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description: 'A row for each `month` (the default), each `owner`, or both: `month,owner`.',
        examples: ['month,owner'],
      }),
    ),
    date: Type.Optional(
      oneOf(FORECAST_DATES, {
        default: 'expected',
        description:
          'By which day deals count: when they are signed (`expectedCloseAt`, of a won deal `wonAt`), or when their term starts (`starts`), else when they are signed.',
      }),
    ),
    from: Type.Optional(
      Type.String({
        format: 'date',
        description:
          'Deals won for this day and later, by default for the month of `at`. Open deals of earlier days count, too.',
      }),
    ),
    to: Type.Optional(Type.String({ format: 'date', description: 'Deals of days before this one; all by default.' })),
    currency: Type.Optional(
      Type.String({
        pattern: '^[A-Z]{3}$',
        description: 'The currency of the amounts (ISO 4217); by default the only one that deals are in.',
      }),
    ),
    timeZone: Type.Optional(
      Type.String({
        format: 'timeZone',
        description: 'In which days and months begin; that of the settings by default.',
      }),
    ),
  },
  closed,
);
export type ForecastQuery = Static<typeof ForecastQuery>;

const FIGURES: Readonly<Record<ForecastFigure, string>> = {
  closed: 'What is won.',
  commit: 'The same, with open deals of the category `commit`.',
  bestCase: 'The same, with those of `bestCase`.',
  pipeline: 'The same, with those of `pipeline`.',
  weighted:
    'What is won, and each open deal times its `probability`; where nobody has said, 0.9 of `commit`, 0.5 of `bestCase` and 0.25 of `pipeline`.',
  worst: '`commit` less all open renewals that are at risk (`atRisk`).',
};

const row = thing('ForecastRow', 'What is expected of some deals.', {
  key: Type.Object(
    {
      month: Type.Optional(value('The month, such as `2026-03`; null for deals without a date.')),
      owner: Type.Optional(value('The id of the owner; null for none.')),
    },
    { description: 'A value for each of `by`; empty for the total.', ...closed },
  ),
  label: Type.String({ description: 'The key in words.' }),
  currency: Type.String({ description: 'The currency of the amounts (ISO 4217).' }),
  deals: count('How many deals.'),
  overdue: count('Open deals whose expected date has passed.'),
  ...Object.fromEntries(
    FORECAST_FIGURES.map((figure) => [figure, Type.String({ description: `${FIGURES[figure]} A decimal.` })]),
  ),
});

export const Forecast = thing('Forecast', 'What is expected of deals, with the total of all.', {
  data: Type.Array(row, { description: 'By month, then in the order of the labels.' }),
  total: row,
});
