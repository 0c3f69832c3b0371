import { type Static, Type } from '@sinclair/typebox';
import { closed } from '../../platform/answer.js';
import { FormPatch } from '../handoff.dto.js';

export const QuestionBody = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 4_000, description: 'The question.' }),
    to: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description:
          'The addressee: `giver`, the name of a receiver, or the id of its rep. Receivers ask the giver by default.',
      }),
    ),
  },
  closed,
);
export type QuestionBody = Static<typeof QuestionBody>;

export const AnswerBody = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 4_000, description: 'The answer.' }),
    amend: Type.Optional(FormPatch),
  },
  closed,
);
export type AnswerBody = Static<typeof AnswerBody>;

export const BlockerBody = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 2_000, description: 'What blocks it.' }),
    ownerRepId: Type.String({ format: 'uuid', description: 'Who resolves it.' }),
    dueAt: Type.String({ format: 'instant', description: 'The deadline, within a year.' }),
  },
  closed,
);
export type BlockerBody = Static<typeof BlockerBody>;

export const ResolveBody = Type.Object(
  {
    lesson: Type.Optional(
      Type.String({ minLength: 1, maxLength: 2_000, description: 'What to do differently next time.' }),
    ),
  },
  closed,
);
export type ResolveBody = Static<typeof ResolveBody>;
