import { type Static, Type } from '@sinclair/typebox';
import { nullable, object, objectSchema } from '../../platform/input/schema.js';
import { GRACE_DAYS } from '../movements.js';

const ACCOUNTS_MAX = 1_000;
/** For all accounts together: with their accounts and rates, as many fields as a body may have. */
export const STEPS_MAX = 4_000;
const RATES_MAX = 500;
const GRACE_DAYS_MAX = 3_650;

const day = (description: string) => Type.String({ format: 'date', description, examples: ['2026-01-01'] });
const currency = (description: string) => Type.String({ format: 'currency', description, examples: ['EUR'] });

const ArrStepSchema = object({
  on: day('The first day of this ARR.'),
  arr: Type.String({
    pattern: '^\\d{1,15}(\\.\\d{1,10})?$',
    description:
      'a decimal amount of zero or more as text, with at most 15 digits before the point and as many after it as the currency has, for example "10000.00". The ARR of the account from that day on; zero ends it.',
    examples: ['10000.00'],
  }),
});
export type GivenStep = Static<typeof ArrStepSchema>;

export const RevenueRehearsalBody = object({
  window: Type.Tuple([day('The first day.'), day('The last day.')], {
    description: 'The two days that are compared. What changes on the first day counts as there already.',
  }),
  currency: currency('The currency of the answer, and of `arr` unless `customerCurrency` is another.'),
  reactivationAfterDays: Type.Integer({
    minimum: 0,
    maximum: GRACE_DAYS_MAX,
    default: GRACE_DAYS,
    description: 'An account that comes back after more days than these was lost; one that is back sooner had lapsed.',
  }),
  customerCurrency: Type.Optional(currency('The currency of `arr`, if it is another; with `rates`.')),
  rates: Type.Optional(
    Type.Record(
      Type.String(),
      Type.String({
        pattern: '^\\d{1,9}(\\.\\d{1,12})?$',
        description: 'a rate above zero as text, with at most 12 digits after the point, for example "0.9350"',
      }),
      {
        propertyNames: { format: 'date' },
        maxProperties: RATES_MAX,
        description:
          'How much of `currency` a unit of `customerCurrency` is worth, by day. A day without a rate has the latest before it.',
        examples: [{ '2026-01-01': '0.9350' }],
      },
    ),
  ),
  arr: Type.Record(
    Type.String(),
    Type.Array(ArrStepSchema, { maxItems: STEPS_MAX, description: 'In any order, each day once.' }),
    {
      propertyNames: { minLength: 1, maxLength: 200 },
      maxProperties: ACCOUNTS_MAX,
      description: `The ARR of each account, by any name: all that is known, also before and after the window. At most ${STEPS_MAX.toLocaleString('en')} entries together.`,
      examples: [{ 'Juno Foods': [{ on: '2026-01-01', arr: '10000.00' }] }],
    },
  ),
});
export type RevenueRehearsalBody = Static<typeof RevenueRehearsalBody>;

const amount = (description: string) => Type.String({ description, examples: ['10000.00'] });
const share = (description: string, otherwise: string) =>
  nullable(Type.String({ examples: ['0.6700'] }), `${description} Null if ${otherwise}.`);
const NO_OPENING = 'there was no ARR on the first day';

const RevenueMovementsSchema = objectSchema('RevenueMovements', 'What moved ARR, by kind.', {
  new: amount('First ARR of accounts that never had any before.'),
  expansion: amount('More ARR of accounts that had some.'),
  contraction: amount('Less ARR of accounts that kept some. Negative.'),
  churn: amount('ARR of accounts that were left with none. Negative.'),
  reactivation: amount('ARR of accounts that were lost and came back.'),
  fx: Type.Optional(amount('What a changed rate is worth. Only with two currencies.')),
});

export const RevenueWindowSchema = objectSchema('RevenueWindow', 'Two days compared, and what happened between them.', {
  opening: amount('ARR on the first day.'),
  closing: amount('ARR on the last day.'),
  movements: RevenueMovementsSchema,
  netNewArr: amount('The sum of the movements, without `fx`.'),
  nrr: share(
    'Net revenue retention: ARR on the last day of the accounts that had some on the first, as a share of that.',
    NO_OPENING,
  ),
  grr: share('Gross revenue retention: the same without growth. Never above 1.', NO_OPENING),
  logoChurn: share(
    'Of the accounts with ARR on the first day the share that has none on the last.',
    'no account had any on the first',
  ),
});
