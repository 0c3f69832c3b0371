import { code, instant, int, jsonb, table, text, uuid } from '../../platform/sql/table.js';
import type { MissedPiece, ReceiverState } from './receiver.js';

export const HANDOFF_RECEIVER = table('handoff_receiver', 'leads', {
  handoffId: uuid().key(),
  /** Its place in the kind, from 1. */
  place: int().key(),
  name: text().harmless(),
  /** Its stage in the kind, from 1; null if the kind has none, and all receivers begin at once. */
  stage: int().nullable(),
  /** When its stage was reached; null before that, and without stages. */
  begunAt: instant().nullable(),
  ownerRepId: uuid(),
  state: code<ReceiverState>(),
  /** The entries of the checklist that are done, by their places from 0, ascending. */
  checked: jsonb<readonly number[]>().harmless(),
  /** The number of times that it was returned. */
  returns: int(),
  /** What was missed at the last return, also after it was completed; null if it was never returned. */
  missing: jsonb<readonly MissedPiece[]>().nullable().personal(),
  note: text().nullable().personal(),
  /** The last time that it was accepted. */
  acceptedAt: instant().nullable(),
  /** When it will be processed, as the receiver says. */
  scheduledAt: instant().nullable(),
  doneAt: instant().nullable(),
});
