import { Type } from '@sinclair/typebox';
import { id, nullable, object } from '../platform/input/schema.js';
import { of, word } from './event-shape.js';

const day = (description: string) => Type.String({ format: 'date', description });
const dated = Type.Array(
  object({ on: day('The day.'), amount: word('The amount as a decimal.') }, { description: 'The amount of a day.' }),
  { description: 'By day.' },
);

/** The state of the invoice, in every event about it. */
const INVOICE = {
  contractId: id('The contract.'),
  currency: word('The currency (ISO 4217).'),
  issuedOn: day('The date of the invoice.'),
  amount: word('The amount as a decimal.'),
  payments: dated,
  refunds: dated,
  paidOn: nullable(day('Since when it is paid in full; null while it is not.')),
};

export const INVOICE_EVENTS = {
  'invoice.recorded': of(['invoice'], 'An invoice was recorded.', INVOICE),
  'invoice.updated': of(['invoice'], 'The data of an invoice changed.', {
    ...INVOICE,
    fields: Type.Array(word('The name of a field.'), { description: 'The fields that changed.' }),
  }),
  'invoice.paidInFull': of(['invoice'], 'It is paid in full.', INVOICE),
  'invoice.paidInFullWithdrawn': of(['invoice'], 'It is not paid in full after all, or not since that day.', {
    ...INVOICE,
    formerPaidOn: day('The former day on which it counted as paid in full.'),
  }),
};
