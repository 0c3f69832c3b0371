import type { LedgerRow } from '../events/event.js';

/** Notes that people wrote, by the ids of notes, assignments, touches, pauses and holds; the ledger has no free text. */
export type Notes = ReadonlyMap<unknown, string>;

export function noteOf(
  { assignmentId, noteId, touchId, pauseId, holdId }: LedgerRow['data'],
  notes: Notes,
): string | undefined {
  return notes.get(noteId ?? touchId ?? pauseId ?? assignmentId ?? holdId);
}

export function quoted(note: unknown): string {
  return typeof note === 'string' ? ` (“${note}”)` : '';
}
