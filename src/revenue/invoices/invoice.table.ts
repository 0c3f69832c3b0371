import { latestXid } from '../../events/event.table.js';
import { code, day, instant, int, jsonb, table, text, uuid, wholeNumber } from '../../platform/sql/table.js';
import type { DatedAmount } from './invoice.js';

/** What a customer was invoiced for, and has paid. */
export const INVOICE = table('invoice', 'companies', {
  id: uuid().key(),
  system: text(),
  /** Its id in that system. */
  ref: text(),
  contractId: uuid(),
  /** That of the contract. */
  currency: code(),
  issuedOn: day(),
  /** Minor units. */
  amount: wholeNumber(),
  payments: jsonb<readonly DatedAmount[]>(),
  refunds: jsonb<readonly DatedAmount[]>(),
  /** Since when it is paid in full; null if it is not. */
  paidOn: day().nullable(),
  createdAt: instant(),
  updatedAt: instant(),
  eventSeq: int(),
  eventXid: latestXid(),
});
