import { code, instant, int, jsonb, table, text, uuid } from '../platform/sql/table.js';
import type { ErasedBy, ErasedCounts } from './erasure.js';

/** The certificate of an erasure: how the person was identified, but never who it was, not even in the reason. */
export const ERASURE = table('erasure', 'work', {
  id: uuid().key(),
  askedBy: code<ErasedBy>(),
  reason: text(),
  madeAt: instant(),
  actorType: code(),
  actorId: uuid().nullable(),
  /** Null while it is running, or if it was cut off. */
  finishedAt: instant().nullable(),
  erased: jsonb<ErasedCounts>().default("'{}'"),
  suppressionsKept: int().default('0'),
});
