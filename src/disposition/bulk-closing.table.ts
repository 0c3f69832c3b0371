import { boolean, code, instant, int, jsonb, table, uuid } from '../platform/sql/table.js';
import type { SkipCounts } from './bulk-closing.js';

export const BULK_CLOSING = table('bulk_closing', 'work', {
  id: uuid().key(),
  madeAt: instant(),
  actorType: code(),
  actorId: uuid().nullable(),
  category: code(),
  reason: code(),
  /** Null if the leads were listed. */
  filter: jsonb<Readonly<Record<string, unknown>>>().nullable(),
});

/** A pass through the leads of a bulk closing, to close or to reopen them. */
export const BULK_RUN = table('bulk_run', 'work', {
  /** The id of the closing, or of the job if one runs it. */
  id: uuid().key(),
  bulkId: uuid(),
  kind: code<'close' | 'undo'>(),
  isJob: boolean(),
  actorType: code(),
  actorId: uuid().nullable(),
  begunAt: instant(),
  endedAt: instant().nullable(),
  found: int().default('0'),
  done: int().default('0'),
  skipped: jsonb<SkipCounts>().default("'{}'"),
});
