import { type Static, Type } from '@sinclair/typebox';
import { id, object, optionalText, text } from '../../platform/input/schema.js';
import { FormPatch } from '../handoff.dto.js';

export const QuestionBody = object({
  text: text(4_000, 'The question.'),
  to: optionalText(
    100,
    'The addressee: `giver`, the name of a receiver, or the id of its rep. Receivers ask the giver by default.',
  ),
});
export type QuestionBody = Static<typeof QuestionBody>;

export const AnswerBody = object({
  text: text(4_000, 'The answer.'),
  amend: Type.Optional(FormPatch),
});
export type AnswerBody = Static<typeof AnswerBody>;

export const BlockerBody = object({
  text: text(2_000, 'What blocks it.'),
  ownerRepId: id('Who resolves it.'),
  dueAt: Type.String({ format: 'instant', description: 'The deadline, within a year.' }),
});
export type BlockerBody = Static<typeof BlockerBody>;

export const ResolveBody = object({
  lesson: optionalText(2_000, 'What to do differently next time.'),
});
export type ResolveBody = Static<typeof ResolveBody>;
