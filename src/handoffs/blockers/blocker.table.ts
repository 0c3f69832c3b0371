import { instant, int, table, text, uuid } from '../../platform/table.js';

/** What holds a handoff up. */
export const HANDOFF_BLOCKER = table('handoff_blocker', 'leads', {
  id: uuid().key(),
  handoffId: uuid(),
  /** From 1: by it its clock is known. */
  number: int(),
  text: text().personal(),
  ownerRepId: uuid(),
  dueAt: instant(),
  raisedAt: instant(),
  resolvedAt: instant().nullable(),
  /** What is done another way next time, in the words of whoever resolved it. */
  lesson: text().nullable().personal(),
  /** The record that could not be made; null where a person raised it. */
  recordId: uuid().nullable(),
});
