import { type Static, Type } from '@sinclair/typebox';
import { count, totalOf, value, WITHHELD } from '../../figures/figure.schema.js';
import {
  dayOf,
  nullable,
  object,
  objectSchema,
  optionalDay,
  optionalId,
  optionalOneOf,
} from '../../platform/input/schema.js';
import { REPORT_TERMS } from '../report-terms.schema.js';
import { MOVEMENT_RULES, RETENTION_RULES } from './window-rules.js';

const WINDOW_DIMENSIONS = ['account', 'product', 'channel', 'rep'] as const;
export type WindowDimension = (typeof WINDOW_DIMENSIONS)[number];

export const WindowReportQuery = object({
  from: optionalDay(
    'A day such as 2026-01-01, the first of the window. What changes on it is in the opening. By default a year before `to`.',
  ),
  to: optionalDay(
    'A day such as 2026-12-31, the last of the window. By default today, in the time zone of the settings.',
  ),
  by: optionalOneOf(WINDOW_DIMENSIONS, {
    description:
      'A row for each `account`, or for each group of lines: those of a `product`, or of contracts whose deal came by a `channel` or was won by a `rep`. Each group is compared by itself. Without it there is one row.',
  }),
  accountId: optionalId('Of this account alone.'),
  ...REPORT_TERMS,
});
export type WindowReportQuery = Static<typeof WindowReportQuery>;

const amount = (description: string) => Type.String({ description, examples: ['10000.00'] });
const share = (description: string) => nullable(Type.String({ examples: ['0.6700'] }), description);
const rulesOf = (rules: Readonly<Record<string, string>>) =>
  object(Object.fromEntries(Object.keys(rules).map((name) => [name, Type.String({ description: 'A sentence.' })])), {
    description: 'How each figure is worked out.',
  });

const HEAD = {
  key: object(
    {
      account: Type.Optional(value('The id of the account.')),
      product: Type.Optional(value('The product.')),
      channel: Type.Optional(value('The channel of the deal; null where there is none.')),
      rep: Type.Optional(value('The id of the rep who won the deal; null where there is none.')),
    },
    { description: 'The value of `by`; empty for the total.' },
  ),
  label: Type.String({ description: 'The key in words.' }),
  currency: Type.String({ description: 'The currency of the amounts (ISO 4217).' }),
  opening: amount('ARR on the first day.'),
  closing: amount('ARR on the last day.'),
};

const MovementRow = objectSchema('MovementRow', 'What moved the ARR of an account, or of a group of lines.', {
  ...HEAD,
  movements: object(
    {
      new: amount('First ARR of accounts that never had any before.'),
      expansion: amount('More ARR of accounts that had some.'),
      contraction: amount('Less ARR of accounts that kept some. Negative.'),
      churn: amount('ARR of accounts that were left with none. Negative.'),
      reactivation: amount('ARR of accounts that were lost and came back.'),
      transfer: amount('ARR that came from other accounts with their contracts, less what went to them.'),
      fx: Type.Optional(amount('What changed rates are worth. Only where amounts are converted.')),
    },
    { description: 'What moved, by kind.' },
  ),
  netNewArr: amount('The sum of the movements, without `transfer` and `fx`.'),
});

const DAYS = {
  from: dayOf('The first day of the window.'),
  to: dayOf('The last day of the window.'),
};

export const MovementReport = objectSchema('MovementReport', 'What moved ARR between two days.', {
  ...DAYS,
  data: Type.Array(MovementRow, { description: 'In the order of the labels.' }),
  total: totalOf(MovementRow),
  ...WITHHELD,
  rules: rulesOf(MOVEMENT_RULES),
});

const RetentionRow = objectSchema('RetentionRow', 'The retained ARR of an account, or of a group of lines.', {
  ...HEAD,
  accounts: count('Accounts with ARR on the first day.'),
  lost: count('Those of these accounts that have no ARR on the last day.'),
  nrr: share('Net revenue retention. Null if there was no ARR on the first day.'),
  grr: share('Gross revenue retention. Null if there was no ARR on the first day.'),
  logoChurn: share('The share of accounts that is lost. Null if none had ARR on the first day.'),
});

export const RetentionReport = objectSchema('RetentionReport', 'The ARR that was retained between two days.', {
  ...DAYS,
  data: Type.Array(RetentionRow, { description: 'In the order of the labels.' }),
  total: totalOf(RetentionRow),
  ...WITHHELD,
  rules: rulesOf(RETENTION_RULES),
});
