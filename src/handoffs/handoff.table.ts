import { latestXid } from '../events/event.table.js';
import type { JsonRecord } from '../platform/sql/sql.js';
import { code, day, float8, instant, int, jsonb, table, text, uuid } from '../platform/sql/table.js';
import type { CopiedPointers, Prefills } from './form/prefill.js';
import type { HandoffState } from './handoff.js';
import type { HandoffStart } from './kinds/handoff-kind.js';

export const HANDOFF = table('handoff', 'leads', {
  id: uuid().key(),
  kindId: uuid(),
  /** Null for a draft, which follows the newest version of its kind. */
  kindVersion: int().nullable(),
  startsOn: code<HandoffStart>(),
  dealId: uuid().nullable(),
  accountId: uuid().nullable(),
  /** For a renewal: the last day for notice, as in `2027-01-31`, or the last day of the term if no notice is agreed. */
  renewsOn: day().nullable(),
  /** Who handed it over; null for a draft, whose giver is the owner of the deal or the keeper of the account. */
  giverRepId: uuid().nullable(),
  state: code<HandoffState>(),
  form: jsonb<JsonRecord>().personal(),
  /** Values that were filled in from known data and that nobody has saved yet. */
  prefills: jsonb<Prefills>().default("'{}'").harmless(),
  copied: jsonb<CopiedPointers>().default("'{}'").harmless(),
  /** Incremented each time that the form is saved. */
  formVersion: int(),
  exceptionDeciderRepId: uuid().nullable(),
  exceptionReason: text().nullable().personal(),
  exceptionCompleteBy: instant().nullable(),
  clientToldAt: instant().nullable(),
  clientToldNote: text().nullable().personal(),
  clientToldTouchId: uuid().nullable(),
  clientWordAt: instant().nullable(),
  clientWordNote: text().nullable().personal(),
  /** When the decider last decided what becomes of it; null if they have not. */
  decidedAt: instant().nullable(),
  decisionNote: text().nullable().personal(),
  /** The reason given by the person who called it off; null unless a person did. */
  cancelReason: text().nullable().personal(),
  createdAt: instant(),
  startedAt: instant().nullable(),
  endedAt: instant().nullable(),
  updatedAt: instant(),
  /** The number of its latest event. */
  eventSeq: int(),
  eventXid: latestXid(),
});

/** Columns that `Handoff` groups into objects. */
export const GROUPED = [
  'exceptionDeciderRepId',
  'exceptionReason',
  'exceptionCompleteBy',
  'clientToldAt',
  'clientToldNote',
  'clientToldTouchId',
  'clientWordAt',
  'clientWordNote',
] as const;

/** A version of a form, stored when it was handed over or amended. */
export const HANDOFF_FORM = table('handoff_form', 'leads', {
  handoffId: uuid().key(),
  version: int().key(),
  form: jsonb<JsonRecord>().personal(),
  savedAt: instant(),
});

/** Working time, counted when a clock or a handoff ended. */
export const HANDOFF_TIME = table('handoff_time', 'work', {
  /** The id of the clock; for the time of the whole handoff, the id of the handoff. */
  id: uuid().key(),
  handoffId: uuid(),
  workingMs: float8(),
});
