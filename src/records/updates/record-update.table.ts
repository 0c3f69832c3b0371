import { code, instant, int, jsonb, table, text, uuid } from '../../platform/table.js';
import type { UpdateState } from './record-update.js';
import type { FieldStates } from './update-decision.js';

/** How far a record that was made follows its form. */
export const RECORD_UPDATE = table('record_update', 'leads', {
  recordId: uuid().key(),
  connectorId: uuid(),
  state: code<UpdateState>(),
  /** Of the form: what the record is to say. */
  wantedVersion: int(),
  /** What it says, but for what somebody has changed there; null where nobody knows. */
  writtenVersion: int().nullable(),
  fields: jsonb<FieldStates>().personal(),
  /** Pointers to what is another in the form by now, and no update says: somebody has to see to it in the tool. */
  omitted: jsonb<readonly string[]>().default("'[]'").harmless(),
  failure: text().nullable().harmless(),
  attempts: int(),
  waitsSince: instant().nullable(),
  /** From when on it is tried, for three days. */
  begunAt: instant(),
  dueAt: instant().nullable(),
});
