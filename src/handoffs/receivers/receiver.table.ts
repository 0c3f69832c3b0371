import { code, instant, int, jsonb, table, text, uuid } from '../../platform/table.js';
import type { MissedPiece, ReceiverState } from './receiver.js';

/** Who receives a handoff, and how far they have come. */
export const HANDOFF_RECEIVER = table('handoff_receiver', 'leads', {
  handoffId: uuid().key(),
  /** In its kind, from 1. */
  place: int().key(),
  name: text().harmless(),
  /** Of its kind, from 1; null where that has none: all of its receivers begin at once. */
  stage: int().nullable(),
  /** Of one in a stage: since when it has it; null until its stage is reached. */
  begunAt: instant().nullable(),
  ownerRepId: uuid(),
  state: code<ReceiverState>(),
  /** Which entries of the checklist are done, by their places from 0, ascending. */
  checked: jsonb<readonly number[]>().harmless(),
  /** So often it was returned. */
  returns: int(),
  /** Of the last return, also when it has been made up for; null where it was never returned. */
  missing: jsonb<readonly MissedPiece[]>().nullable().personal(),
  note: text().nullable().personal(),
  /** Last. */
  acceptedAt: instant().nullable(),
  /** When it will be processed, as the receiver says. */
  scheduledAt: instant().nullable(),
  doneAt: instant().nullable(),
});
