import { code, instant, int, jsonb, table, text, uuid } from '../platform/table.js';
import type { AskedBy, ErasedCounts } from './erasure.js';

/** That a person was erased: by what they were found, never who it was. No address is taken as a reason. */
export const ERASURE = table('erasure', 'work', {
  id: uuid().key(),
  askedBy: code<AskedBy>(),
  reason: text(),
  madeAt: instant(),
  actorType: code(),
  actorId: uuid().nullable(),
  /** Null while it is being done, and where it was cut off. */
  finishedAt: instant().nullable(),
  erased: jsonb<ErasedCounts>().default("'{}'"),
  suppressionsKept: int().default('0'),
});
