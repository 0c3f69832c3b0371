import type { JsonRecord } from '../platform/sql.js';
import { code, day, float8, instant, int, jsonb, table, text, uuid } from '../platform/table.js';
import type { Copied, Prefills } from './form/prefill.js';
import type { HandoffState } from './handoff.js';
import type { HandoffStart } from './kinds/handoff-kind.js';

/** Work that goes from one team to others, with all they need to know. */
export const HANDOFF = table('handoff', 'leads', {
  id: uuid().key(),
  kindId: uuid(),
  /** Null while it is a draft: that follows its kind. */
  kindVersion: int().nullable(),
  startsOn: code<HandoffStart>(),
  dealId: uuid().nullable(),
  accountId: uuid().nullable(),
  /** Of a renewal: the last day for notice, as in `2027-01-31`, or of the term where none is agreed. */
  renewsOn: day().nullable(),
  /** Who handed it over; null while it is a draft, which is of whoever has the deal or the account. */
  giverRepId: uuid().nullable(),
  state: code<HandoffState>(),
  form: jsonb<JsonRecord>().personal(),
  /** What of it nobody has saved: it was known already. */
  prefills: jsonb<Prefills>().default("'{}'").harmless(),
  copied: jsonb<Copied>().default("'{}'").harmless(),
  /** Counts each time that the form was saved. */
  formVersion: int(),
  exceptionDeciderRepId: uuid().nullable(),
  exceptionReason: text().nullable().personal(),
  exceptionCompleteBy: instant().nullable(),
  clientToldAt: instant().nullable(),
  clientToldNote: text().nullable().personal(),
  clientToldTouchId: uuid().nullable(),
  clientWordAt: instant().nullable(),
  clientWordNote: text().nullable().personal(),
  /** When the decider has last said what becomes of it; null if they have not. */
  decidedAt: instant().nullable(),
  decisionNote: text().nullable().personal(),
  /** Why somebody has called it off, in their words; null for none that was. */
  cancelReason: text().nullable().personal(),
  createdAt: instant(),
  startedAt: instant().nullable(),
  endedAt: instant().nullable(),
  updatedAt: instant(),
  /** The number of its latest event. */
  eventSeq: int(),
});

/** Fields that are one thing in a handoff. */
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

/** A form as it was when it was handed over, or amended. */
export const HANDOFF_FORM = table('handoff_form', 'leads', {
  handoffId: uuid().key(),
  version: int().key(),
  form: jsonb<JsonRecord>().personal(),
  savedAt: instant(),
});

/** Working time that was counted when it ended. */
export const HANDOFF_TIME = table('handoff_time', 'work', {
  /** Of the clock; of the handoff itself for all the time that it ran. */
  id: uuid().key(),
  handoffId: uuid(),
  workingMs: float8(),
});
