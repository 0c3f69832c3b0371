import { type Static, Type } from '@sinclair/typebox';
import { LINE_KINDS, type LineKind, STEP_CAUSES, type StepCause } from '../../forms/contract-lines.dto.js';
import { id, nullable, object, objectSchema, oneOf, optionalDay } from '../../platform/input/schema.js';

export const AccountRevenueQuery = object({
  at: optionalDay('A day such as 2026-01-31; by default today, in the time zone of the settings.'),
});
export type AccountRevenueQuery = Static<typeof AccountRevenueQuery>;

const amount = (description: string) => Type.String({ description, examples: ['12000.00'] });
const day = (description: string) => Type.String({ format: 'date', description });

const RevenueLineSchema = objectSchema('RevenueLine', 'A product that is bought, and what it is worth in a year.', {
  contractId: id('The contract.'),
  product: Type.String({ description: 'The product that is bought.' }),
  kind: oneOf<LineKind>(LINE_KINDS, { description: 'What it is.' }),
  currency: Type.String({ description: 'The code of a currency (ISO 4217).' }),
  arr: amount('Its ARR on that day, a decimal number.'),
  since: day('Since when it is worth that.'),
  cause: nullable(
    oneOf<StepCause>(STEP_CAUSES),
    'Why its ARR changed on that day; null where it fell, and nothing began.',
  ),
  lapsed: Type.Optional(
    Type.Literal(true, {
      description: 'It has ended, and the account returns within 30 days: the former ARR counts until then.',
    }),
  ),
});

const RevenueInCurrencySchema = objectSchema('RevenueInCurrency', 'What an account is worth in one currency.', {
  currency: Type.String({ description: 'The code of a currency (ISO 4217).' }),
  arr: amount('The ARR, a decimal number.'),
  committedArr: amount('The committed ARR, a decimal number.'),
  usage: amount('The usage of three months, times four, a decimal number.'),
});

export const AccountRevenueSchema = objectSchema('AccountRevenue', 'What an account is worth on a day.', {
  accountId: id('The account.'),
  at: day('The day.'),
  currency: nullable(Type.String(), 'The code of its currency (ISO 4217); null where it has several.'),
  arr: nullable(
    Type.String({ examples: ['12000.00'] }),
    'The annual recurring revenue of the lines that are live on that day, what changes on it included, a decimal number; null where it has several currencies.',
  ),
  committedArr: nullable(
    Type.String({ examples: ['12000.00'] }),
    'The ARR, with contracts that are signed and have not begun and without those for which notice was given by that day, a decimal number; null where it has several currencies.',
  ),
  usage: nullable(
    Type.String({ examples: ['4800.00'] }),
    'The usage of the three months that end with that day, times four, a decimal number; it is never ARR. Null where it has several currencies.',
  ),
  byCurrency: Type.Array(RevenueInCurrencySchema, { description: 'The same for each of its currencies.' }),
  lines: Type.Array(RevenueLineSchema, { description: 'The lines that are live on that day.' }),
  lastDayForNotice: nullable(
    day('The next last day for notice.'),
    'The next last day for notice of its contracts; the latest where all are past; null where none has one.',
  ),
});
export type AccountRevenueView = Static<typeof AccountRevenueSchema>;
