import type { Fault } from '../platform/fault.js';
import { bigint, boolean, bytea, code, instant, int, jsonb, table, text, uuid } from '../platform/table.js';
import type { CrmDeliveryState } from './readiness.js';
import type { ReportedKind } from './reported-kinds.js';

/** The readiness of one deal on its way to its CRM: a row for each deal, so that only the newest is told. */
export const CRM_READINESS = table('crm_readiness', 'configuration', {
  connectionId: uuid().key(),
  dealId: uuid().key(),
  state: code<CrmDeliveryState>(),
  /** Counts what may have changed it: whoever tells it knows by that whether something has happened since. */
  wish: bigint(),
  attempts: int(),
  /** From when on it is tried, for three days. */
  begunAt: instant(),
  dueAt: instant().nullable(),
  endedAt: instant().nullable(),
  failure: text().nullable(),
  /** Since when the CRM could not be told, whatever has happened to the deal since. */
  failingSince: instant().nullable(),
  /** Of the last answer; null where none came. */
  status: int().nullable(),
  /** What the CRM was told last: a hash of the request, and whether it was ready. What was missing is counted, and kept in no words. */
  hash: bytea().nullable().named('told'),
  toldReady: boolean().nullable(),
  toldMissing: int().nullable(),
  toldState: text().nullable(),
  toldAt: instant().nullable(),
});

/** Something that a CRM sent, and that could not be taken, or not all of it. */
export const CRM_ODDITY = table('crm_oddity', 'leads', {
  id: uuid().key(),
  connectionId: uuid(),
  /** As what it was sent. */
  kind: code<ReportedKind>().default("'deals'"),
  /** Null where none could be read. */
  ref: text().nullable().personal(),
  at: instant(),
  /** Whether nothing was taken; else all but what the faults name. */
  refused: boolean(),
  faults: jsonb<readonly Fault[]>().personal(),
  /** The names of the fields that were sent, and nothing of what stood in them. */
  seen: jsonb<readonly string[]>().personal(),
});
