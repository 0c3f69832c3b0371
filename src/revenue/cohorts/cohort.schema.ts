import { type Static, Type } from '@sinclair/typebox';
import { count, totalOf, value, WITHHELD } from '../../figures/figure.schema.js';
import { nullable, object, objectSchema, optionalOneOf } from '../../platform/input/schema.js';
import { REPORT_TERMS } from '../report-terms.schema.js';

const COHORT_DIMENSIONS = ['channel', 'campaign', 'rep', 'product', 'source'] as const;
export type CohortDimension = (typeof COHORT_DIMENSIONS)[number];

const MONTHS_MAX = 120;

export const CohortQuery = object({
  by: optionalOneOf(COHORT_DIMENSIONS, {
    description:
      'A row for each month and each value of this, as it was when the account became a customer. Without it there is a row for each month.',
  }),
  months: Type.Integer({
    minimum: 0,
    maximum: MONTHS_MAX,
    default: 12,
    description: 'The number of months shown in addition to the first.',
  }),
  ...REPORT_TERMS,
});
export type CohortQuery = Static<typeof CohortQuery>;

const CohortRow = objectSchema('CohortRow', 'Accounts that became customers in the same month.', {
  key: object(
    {
      month: Type.Optional(Type.String({ description: 'The month of their first ARR, such as `2026-03`.' })),
      channel: Type.Optional(value('The channel of the deal; null where there is none.')),
      campaign: Type.Optional(value('The campaign of the deal; null where there is none.')),
      rep: Type.Optional(value('The id of the rep who won the deal; null where there is none.')),
      product: Type.Optional(value('What they bought first.')),
      source: Type.Optional(value('The source of the deal; null where there is none.')),
    },
    { description: 'The month, and the value of `by`; empty for the total.' },
  ),
  label: Type.String({ description: 'The key in words.' }),
  currency: Type.String({ description: 'The currency of the amounts (ISO 4217).' }),
  accounts: count('How many accounts.'),
  firstArr: Type.String({ description: 'What they were worth on their first days.', examples: ['10000.00'] }),
  cells: Type.Array(nullable(Type.String({ examples: ['0.9700'] }), 'Null where the month is not over.'), {
    description: 'By months since, the first included: closing / first ARR.',
  }),
  cellAccounts: Type.Array(count('How many accounts.'), { description: 'How many accounts each of the cells is of.' }),
});

export const CohortReport = objectSchema('CohortReport', 'What became of customers, by when they began.', {
  data: Type.Array(CohortRow, { description: 'By month, then in the order of the labels.' }),
  total: totalOf(CohortRow),
  ...WITHHELD,
  rules: object(
    Object.fromEntries(
      ['month', 'firstArr', 'cells', 'by'].map((name) => [name, Type.String({ description: 'A sentence.' })]),
    ),
    { description: 'How each figure is worked out.' },
  ),
});
