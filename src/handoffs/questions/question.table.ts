import { boolean, code, instant, int, table, text, uuid } from '../../platform/sql/table.js';
import type { Actor } from '../../platform/values/actor.js';

export const HANDOFF_QUESTION = table('handoff_question', 'leads', {
  id: uuid().key(),
  handoffId: uuid(),
  /** From 1; the step of its clock. */
  number: int(),
  /** The place of the receiver; the other side is the giver. */
  place: int(),
  text: text().personal(),
  askedByType: code<Actor['type']>(),
  askedById: uuid().nullable(),
  /** Set if it was asked through a link, or by Touchline itself. */
  askedByRule: text().nullable().harmless(),
  /** Whether the giver at the time of the answer is to answer; the receiver is otherwise. */
  toGiver: boolean(),
  /** The rep who is asked; null if the giver is not known. */
  toRepId: uuid().nullable(),
  askedAt: instant(),
  answer: text().nullable().personal(),
  answeredAt: instant().nullable(),
  /** The version of the form that the answer created; null if it changed nothing. */
  formVersion: int().nullable(),
});
