import type { Fault } from '../platform/input/fault.js';
import { bigint, boolean, bytea, code, instant, int, jsonb, table, text, uuid } from '../platform/sql/table.js';
import type { CrmDeliveryState } from './readiness.js';
import type { ReportedKind } from './reported-kinds.js';

/** The readiness of a deal for its CRM: one row per deal, so that only the newest state is sent. */
export const CRM_READINESS = table('crm_readiness', 'configuration', {
  connectionId: uuid().key(),
  dealId: uuid().key(),
  state: code<CrmDeliveryState>(),
  /** Counts changes, so that a sender notices those made while it was sending. */
  wish: bigint(),
  attempts: int(),
  /** The start of the three days for which it is tried. */
  begunAt: instant(),
  dueAt: instant().nullable(),
  endedAt: instant().nullable(),
  failure: text().nullable(),
  /** Since when sending has failed, regardless of changes of the deal. */
  failingSince: instant().nullable(),
  /** The status of the last answer; null if none came. */
  status: int().nullable(),
  /** The last state sent: a hash of the request, and the readiness. Missing pieces are counted, without their texts. */
  toldHash: bytea().nullable(),
  toldReady: boolean().nullable(),
  toldMissing: int().nullable(),
  toldState: text().nullable(),
  toldAt: instant().nullable(),
});

/** A fault of a reported object, all or part of which was refused. */
export const CRM_ODDITY = table('crm_oddity', 'leads', {
  id: uuid().key(),
  connectionId: uuid(),
  kind: code<ReportedKind>().default("'deals'"),
  /** Null if it could not be read. */
  ref: text().nullable().personal(),
  at: instant(),
  /** Whether the whole object was refused; else only the parts that the faults name. */
  refused: boolean(),
  faults: jsonb<readonly Fault[]>().personal(),
  /** The names of the fields that were sent, without their values. */
  seen: jsonb<readonly string[]>().personal(),
});
