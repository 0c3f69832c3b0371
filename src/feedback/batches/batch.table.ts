import { code, instant, int, jsonb, table, text, uuid } from '../../platform/table.js';

/** Deliveries that were handed out together. */
export const FEEDBACK_BATCH = table('feedback_batch', 'work', {
  id: uuid().key(),
  destinationId: uuid(),
  format: code<'json' | 'csv'>(),
  items: int(),
  leasedAt: instant(),
  leasedUntil: instant(),
  ackedAt: instant().nullable(),
  /** Of what was reported: the same again gets the same answer. */
  ackHash: text().nullable(),
  ackAnswer: jsonb<object>().nullable(),
  /** By which the platform finds it again. */
  requestId: text().nullable(),
});
