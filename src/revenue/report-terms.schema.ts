import { Type } from '@sinclair/typebox';
import { optionalInstant } from '../platform/input/schema.js';

const GRACE_DAYS_MAX = 3_650;

/** Query parameters of all reports on contracts. */
export const REPORT_CURRENCY = {
  currency: Type.Optional(
    Type.String({
      format: 'currency',
      description:
        'The currency of the amounts (ISO 4217); by default the only one that contracts are in. Others are converted by the rates of `/v1/fx-rates`.',
    }),
  ),
};

export const REPORT_TERMS = {
  at: optionalInstant('An instant: the report uses what was known then; now by default.'),
  ...REPORT_CURRENCY,
  reactivationAfterDays: Type.Integer({
    minimum: 0,
    maximum: GRACE_DAYS_MAX,
    default: 30,
    description: 'An account that comes back after more days than these was lost; one that is back sooner had lapsed.',
  }),
};
