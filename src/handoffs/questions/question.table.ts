import type { Actor } from '../../platform/actor.js';
import { boolean, code, instant, int, table, text, uuid } from '../../platform/table.js';

/** What is asked about a handoff, and what was answered. */
export const HANDOFF_QUESTION = table('handoff_question', 'leads', {
  id: uuid().key(),
  handoffId: uuid(),
  /** From 1: by it its clock is known. */
  number: int(),
  /** Of the receiver between whom and the giver it is. */
  place: int(),
  text: text().personal(),
  askedByType: code<Actor['type']>(),
  askedById: uuid().nullable(),
  /** By a link. */
  askedByRule: text().nullable().harmless(),
  /** Whether whoever gives answers, who may be somebody else by then; the receiver does otherwise. */
  toGiver: boolean(),
  /** Who is asked; null where nobody is known who gives. */
  toRepId: uuid().nullable(),
  askedAt: instant(),
  answer: text().nullable().personal(),
  answeredAt: instant().nullable(),
  /** The version of the form that the answer made; null where it changed nothing. */
  formVersion: int().nullable(),
});
