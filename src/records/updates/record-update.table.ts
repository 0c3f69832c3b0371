import { code, instant, int, jsonb, table, text, uuid } from '../../platform/sql/table.js';
import type { UpdateState } from './record-update.js';
import type { FieldStates } from './update-decision.js';

export const RECORD_UPDATE = table('record_update', 'leads', {
  recordId: uuid().key(),
  connectorId: uuid(),
  state: code<UpdateState>(),
  /** The version of the form that it should have. */
  wantedVersion: int(),
  /** The version that it has, except for fields changed in the tool; null if not known. */
  writtenVersion: int().nullable(),
  fields: jsonb<FieldStates>().personal(),
  /** Pointers to changed values that the update leaves out, which a person must change in the tool. */
  omitted: jsonb<readonly string[]>().default("'[]'").harmless(),
  failure: text().nullable().harmless(),
  attempts: int(),
  waitsSince: instant().nullable(),
  /** The start of the three days for which it is tried. */
  begunAt: instant(),
  dueAt: instant().nullable(),
});
