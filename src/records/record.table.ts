import { code, instant, int, table, text, uuid } from '../platform/sql/table.js';
import type { RecordState } from './record.js';

/** A record in a receiver's tool. Its id is the key under which the tool knows it. */
export const RECORD = table('record', 'leads', {
  id: uuid().key(),
  handoffId: uuid(),
  /** The index of the receiver in its kind. */
  place: int(),
  connectorId: uuid(),
  state: code<RecordState>(),
  /** Its id in the tool; null until it is created. */
  ref: text().nullable().harmless(),
  /** Its URL for people; null until it is created, or if none is configured. */
  url: text().nullable().personal(),
  /** Why it was not created, without contents of the form; null if nothing failed. */
  failure: text().nullable().harmless(),
  attempts: int(),
  /** Since when a request of unknown result may have created it; null if none may have. */
  askedAt: instant().nullable(),
  /** Since when it waits for required values or for its connector; null if it does not wait. */
  waitsSince: instant().nullable(),
  /** The start of the three days for which it is tried. */
  begunAt: instant(),
  /** The next attempt; null once it has ended. */
  dueAt: instant().nullable(),
  endedAt: instant().nullable(),
  /** The number of persons erased from its data. A changed number means that what was read is outdated. */
  erasures: int().default('0'),
});
