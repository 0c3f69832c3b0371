import { instant, int, table, text, uuid } from '../../platform/sql/table.js';

/** Something that holds a handoff up. */
export const HANDOFF_BLOCKER = table('handoff_blocker', 'leads', {
  id: uuid().key(),
  handoffId: uuid(),
  /** From 1; the step of its clock. */
  number: int(),
  text: text().personal(),
  ownerRepId: uuid(),
  dueAt: instant(),
  raisedAt: instant(),
  resolvedAt: instant().nullable(),
  /** What to do differently next time, in the words of the person who resolved it. */
  lesson: text().nullable().personal(),
  /** The record that could not be made; null if a person raised the blocker. */
  recordId: uuid().nullable(),
});
