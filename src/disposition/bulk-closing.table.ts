import { boolean, code, instant, int, jsonb, table, uuid } from '../platform/table.js';
import type { Skipped } from './bulk-closing.js';

/** A closing of many leads at once: what was asked. */
export const BULK_CLOSING = table('bulk_closing', 'work', {
  id: uuid().key(),
  madeAt: instant(),
  actorType: code(),
  actorId: uuid().nullable(),
  category: code().nullable(),
  reason: code().nullable(),
  /** Null where the leads were named. */
  filter: jsonb<Readonly<Record<string, unknown>>>().nullable(),
});

/** Leads of a closing are gone through: to be closed, or to be opened again. */
export const BULK_RUN = table('bulk_run', 'work', {
  /** Of a closing, its own; of a job, the job's. */
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
  skipped: jsonb<Skipped>().default("'{}'"),
});
