import { code, instant, int, table, text, uuid } from '../platform/table.js';
import type { RecordState } from './record.js';

/** Something that is made in the tool of a receiver. Its id is the key by which its tool knows it. */
export const RECORD = table('record', 'leads', {
  id: uuid().key(),
  handoffId: uuid(),
  /** Of the receiver, in its kind. */
  place: int(),
  connectorId: uuid(),
  state: code<RecordState>(),
  /** As its tool calls it; null until it is made. */
  ref: text().nullable().harmless(),
  /** Where people see it; null where nobody said, too. */
  url: text().nullable().personal(),
  /** Why it is not there, without anything that stands in the form; null where nothing has failed. */
  failure: text().nullable().harmless(),
  attempts: int(),
  /** Since when a request may have made it, of which nobody knows what came of it; null: none may have. */
  askedAt: instant().nullable(),
  /** Since when it waits for something that its request asks for, or for its connector; null: for nothing. */
  waitsSince: instant().nullable(),
  /** From when on it is tried, for three days. */
  begunAt: instant(),
  /** When it is tried next; null once it has ended. */
  dueAt: instant().nullable(),
  endedAt: instant().nullable(),
  /** So many persons were erased from what it is made of: whoever finds another count has read what is gone. */
  erasures: int().default('0'),
});
