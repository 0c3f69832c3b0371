import { code, day, instant, numeric, table, text, uuid, wholeNumber } from '../../platform/sql/table.js';

/** What a customer has used of a product within a span of days. */
export const USAGE_REPORT = table('usage_report', 'companies', {
  id: uuid().key(),
  system: text(),
  /** Its id in that system. */
  ref: text(),
  contractId: uuid(),
  product: code(),
  from: day().named('from_day'),
  to: day().named('to_day'),
  /** In the unit of the product; null if only the amount was reported. */
  quantity: numeric().nullable(),
  /** In minor units; null if only the quantity was reported. */
  amount: wholeNumber().nullable(),
  /** That of the contract. */
  currency: code(),
  createdAt: instant(),
  updatedAt: instant(),
});
