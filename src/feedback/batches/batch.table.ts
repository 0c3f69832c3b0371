import { code, instant, int, jsonb, table, text, uuid } from '../../platform/sql/table.js';

/** Deliveries that were handed out together. */
export const FEEDBACK_BATCH = table('feedback_batch', 'work', {
  id: uuid().key(),
  destinationId: uuid(),
  format: code<'json' | 'csv'>(),
  items: int(),
  leasedAt: instant(),
  leasedUntil: instant(),
  ackedAt: instant().nullable(),
  /** The hash of the report; the same report gets the same answer. */
  ackHash: text().nullable(),
  ackAnswer: jsonb<object>().nullable(),
  /** The platform's id of the request. */
  requestId: text().nullable(),
});
