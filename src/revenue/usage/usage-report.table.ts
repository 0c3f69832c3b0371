import { code, day, instant, numeric, table, text, uuid, wholeNumber } from '../../platform/table.js';

/** What a customer has used of a product within a span of days. */
export const USAGE_REPORT = table('usage_report', 'companies', {
  id: uuid().key(),
  system: text(),
  /** Its id there. */
  ref: text(),
  contractId: uuid(),
  product: code(),
  from: day().named('from_day'),
  to: day().named('to_day'),
  /** How much, in whatever unit the product has; null where only what it comes to was told. */
  quantity: numeric().nullable(),
  /** What it comes to, in minor units; null where only how much was told. */
  amount: wholeNumber().nullable(),
  /** That of the contract. */
  currency: code(),
  createdAt: instant(),
  updatedAt: instant(),
});
