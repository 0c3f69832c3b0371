import { instant, int, table, text, uuid } from '../platform/table.js';

/** What came of one attempt to deliver something. */
export const DELIVERY_ATTEMPT = table('delivery_attempt', 'leads', {
  deliveryId: uuid().key(),
  number: int().key(),
  leadId: uuid().nullable(),
  at: instant(),
  tookMs: int(),
  /** Null: no answer came. */
  status: int().nullable(),
  /** How it begins; null where none came. */
  answer: text().nullable().personal(),
  /** Why it was no success, in plain English; null where it was one. */
  problem: text().nullable().harmless(),
});
