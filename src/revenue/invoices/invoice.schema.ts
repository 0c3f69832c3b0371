import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { WARNINGS } from '../../documents/version.schema.js';
import { EventSchema } from '../../events/event.schema.js';
import { amountOf } from '../../forms/contract-lines.dto.js';
import { PageQuery } from '../../platform/http/page.js';
import { entriesOf, entryRef, resultsOf } from '../../platform/input/entry-results.schema.js';
import {
  dayOf,
  id,
  instant,
  nullable,
  object,
  objectSchema,
  optionalDay,
  pageOf,
} from '../../platform/input/schema.js';

const DATED_MAX = 200;

const dated = (what: string) =>
  object(
    {
      on: dayOf('A day such as 2026-01-31.'),
      amount: amountOf('A decimal amount as text, with at most 12 digits before the point, for example "5000.00".'),
    },
    { description: what },
  );

export const InvoiceBody = object({
  contractId: id('The contract that is invoiced, in its currency.'),
  issuedOn: dayOf('A day such as 2026-01-31, the date of the invoice, up to today: drafts are not accepted.'),
  amount: amountOf('A decimal amount as text, with at most 12 digits before the point, for example "5000.00".'),
  payments: Type.Array(dated('A payment.'), {
    maxItems: DATED_MAX,
    default: [],
    description: 'All that was paid so far.',
  }),
  refunds: Type.Optional(
    Type.Array(dated('An amount that was paid back.'), {
      maxItems: DATED_MAX,
      description: 'All that was paid back so far; no more than was paid.',
    }),
  ),
});
export type InvoiceBody = Static<typeof InvoiceBody>;

export const InvoiceInBatch = object({
  ref: entryRef('invoice', 'The id by which the invoice is found.'),
  ...InvoiceBody.properties,
});

/** @param invoice schema of an entry */
export const invoiceBatchOf = <Each extends TSchema>(invoice: Each) =>
  object({ invoices: entriesOf(invoice, 'Invoices, each as a whole.') });

/** Entries are validated one by one, so that an invalid one does not reject the others. */
export const InvoiceBatchBody = invoiceBatchOf(Type.Unknown());
export type InvoiceBatchBody = Static<typeof InvoiceBatchBody>;

export const InvoiceBatchResults = resultsOf('Invoice');

export const InvoiceListQuery = object({
  ...PageQuery,
  at: optionalDay(
    'A day such as 2026-01-31: shows what was issued, paid and paid back by then. By default everything.',
  ),
});
export type InvoiceListQuery = Static<typeof InvoiceListQuery>;

const shownDay = (description: string) => Type.String({ format: 'date', description });
const shownAmount = (description: string) => Type.String({ description, examples: ['6000.00'] });
const shownDated = objectSchema('DatedAmount', 'An amount of a day.', {
  on: shownDay('The day.'),
  amount: shownAmount('The amount, a decimal number.'),
});

export const InvoiceSchema = objectSchema('Invoice', 'What a customer was invoiced for, and has paid.', {
  id: id('The id of the invoice.'),
  system: Type.String({ description: 'The system that it comes from.' }),
  ref: Type.String({ description: 'Its id there.' }),
  contractId: id('The contract.'),
  currency: Type.String({ description: 'The code of its currency (ISO 4217).' }),
  issuedOn: shownDay('The date of the invoice.'),
  amount: shownAmount('The amount, a decimal number.'),
  payments: Type.Array(shownDated, { description: 'The payments, by day.' }),
  refunds: Type.Array(shownDated, { description: 'The refunds, by day.' }),
  paid: shownAmount('The payments less the refunds.'),
  paidInFull: Type.Boolean({ description: 'Whether that is all of it.' }),
  paidInFullOn: nullable(shownDay('Since when.'), 'Since when it is paid in full; null while it is not.'),
  createdAt: instant('When it was recorded.'),
  updatedAt: instant('When it was last changed.'),
  ...WARNINGS,
});
export type InvoiceView = Static<typeof InvoiceSchema>;

export const InvoicePage = pageOf(InvoiceSchema);

const InvoiceTimelineEntrySchema = objectSchema('InvoiceTimelineEntry', 'An event of an invoice, with its sentence.', {
  ...EventSchema.properties,
  text: Type.String({ description: 'What happened, in one sentence.', examples: ['Paid in full since 2026-02-01'] }),
});
export const InvoiceTimelinePage = pageOf(InvoiceTimelineEntrySchema);
