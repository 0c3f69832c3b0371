import { type Static, Type } from '@sinclair/typebox';
import { BATCH_ENTRIES_MAX } from '../../platform/bodies/body.js';
import { PageQuery } from '../../platform/http/page.js';
import { dayOf, object, objectSchema, optionalDay, pageOf } from '../../platform/input/schema.js';

const currencyOf = (description: string) => Type.String({ format: 'currency', description });

export const FxRatesBody = object({
  base: currencyOf('The code of a currency (ISO 4217), such as EUR; one unit of it is worth the rate.'),
  rates: Type.Array(
    object(
      {
        on: dayOf('A day such as 2026-01-31, the day of the rate.'),
        currency: currencyOf('The code of a currency (ISO 4217), such as USD.'),
        rate: Type.String({
          pattern: '^\\d{1,12}(\\.\\d{1,10})?$',
          description:
            'A decimal number above zero as text, with at most 12 digits before the point and 10 after it, for example "1.0842". So much of the currency one unit of `base` is worth.',
        }),
      },
      { description: 'The rate of a currency on a day.' },
    ),
    {
      minItems: 1,
      maxItems: BATCH_ENTRIES_MAX,
      description: 'The rates. One of a day and a currency that has one replaces it.',
    },
  ),
});
export type FxRatesBody = Static<typeof FxRatesBody>;

export const FxRatesTaken = objectSchema('FxRatesTaken', 'What became of a batch of rates.', {
  created: Type.Integer({ minimum: 0, description: 'How many are new.' }),
  updated: Type.Integer({ minimum: 0, description: 'How many have replaced another rate.' }),
  unchanged: Type.Integer({ minimum: 0, description: 'How many were known already.' }),
});
export type FxRatesTaken = Static<typeof FxRatesTaken>;

export const FxRateListQuery = object({
  ...PageQuery,
  base: Type.Optional(currencyOf('Of this base.')),
  currency: Type.Optional(currencyOf('Of this currency.')),
  from: optionalDay('A day such as 2026-01-31: of this one and later ones.'),
  to: optionalDay('A day such as 2026-01-31: of this one and earlier ones.'),
});
export type FxRateListQuery = Static<typeof FxRateListQuery>;

const FxRateSchema = objectSchema('FxRate', 'What one unit of a currency was worth in another, on a day.', {
  base: Type.String({ description: 'The base currency; one unit of it is worth the rate.' }),
  currency: Type.String({ description: 'The currency.' }),
  on: Type.String({ format: 'date', description: 'The day.' }),
  rate: Type.String({ description: 'So much of the currency one unit of the base is worth, a decimal number.' }),
});
export type FxRateView = Static<typeof FxRateSchema>;

export const FxRatePage = pageOf(FxRateSchema);
