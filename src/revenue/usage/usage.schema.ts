import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { WARNINGS } from '../../documents/version.schema.js';
import { amountOf, PRODUCT_LENGTH_MAX } from '../../forms/contract-lines.dto.js';
import { PageQuery } from '../../platform/http/page.js';
import { entriesOf, entryRef, resultsOf } from '../../platform/input/entry-results.schema.js';
import { dayOf, id, instant, nullable, object, objectSchema, pageOf, text } from '../../platform/input/schema.js';

export const UsageBody = object({
  contractId: id('The contract under which it was used.'),
  product: text(PRODUCT_LENGTH_MAX, 'The product that was used, named as in the line of the contract.'),
  from: dayOf('A day such as 2026-01-31, the first of the span.'),
  to: dayOf('A day such as 2026-01-31, the last of the span.'),
  quantity: Type.Optional(
    Type.String({
      pattern: '^\\d{1,15}(\\.\\d{1,4})?$',
      description: 'How much was used, a decimal number as text, in the unit of the product, for example "12500".',
    }),
  ),
  amount: Type.Optional(
    amountOf(
      'What it comes to in the currency of the contract: a decimal amount as text, with at most 12 digits before the point, for example "5000.00". Of a commitment only what exceeds it.',
    ),
  ),
});
export type UsageBody = Static<typeof UsageBody>;

export const UsageInBatch = object({
  ref: entryRef('usage report', 'The id by which the report is found.'),
  ...UsageBody.properties,
});

/** @param usage schema of an entry */
export const usageBatchOf = <Each extends TSchema>(usage: Each) =>
  object({ usage: entriesOf(usage, 'Reports of usage, each as a whole.') });

/** Entries are validated one by one, so that an invalid one does not reject the others. */
export const UsageBatchBody = usageBatchOf(Type.Unknown());
export type UsageBatchBody = Static<typeof UsageBatchBody>;

export const UsageBatchResults = resultsOf('UsageReport');

const shownDay = (description: string) => Type.String({ format: 'date', description });

export const UsageSchema = objectSchema('UsageReport', 'What a customer has used within a span of days.', {
  id: id('The id of the report.'),
  system: Type.String({ description: 'The system that it comes from.' }),
  ref: Type.String({ description: 'Its id there.' }),
  contractId: id('The contract.'),
  product: Type.String({ description: 'The product that was used.' }),
  from: shownDay('The first day.'),
  to: shownDay('The last day.'),
  quantity: nullable(Type.String({ examples: ['12500'] }), 'The quantity, a decimal number; null if not reported.'),
  amount: nullable(Type.String({ examples: ['250.00'] }), 'The amount, a decimal number; null if not reported.'),
  currency: Type.String({ description: 'The code of the currency of the contract (ISO 4217).' }),
  createdAt: instant('When it was recorded.'),
  updatedAt: instant('When it was last changed.'),
  ...WARNINGS,
});
export type UsageView = Static<typeof UsageSchema>;

export const UsagePage = pageOf(UsageSchema);
export const UsageListQuery = object(PageQuery);
export type UsageListQuery = Static<typeof UsageListQuery>;
