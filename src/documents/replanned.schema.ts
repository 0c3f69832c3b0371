import { type Static, Type } from '@sinclair/typebox';
import { thing } from '../platform/answer.js';

const ReplannedSchema = thing('Replanned', 'What a change makes of clocks that run.', {
  clocks: Type.Integer({
    minimum: 0,
    description: 'How many are due at another time than before, or not any more. Each has an event that says both.',
  }),
  complete: Type.Boolean({
    description: 'Whether these are all: of very many the rest follows after the answer, by itself.',
  }),
});
export type Replanned = Static<typeof ReplannedSchema>;

/** What the answer of a change shows beside what was saved. */
export const REPLANNED = {
  replanned: Type.Optional({
    ...ReplannedSchema,
    description: 'In the answer of a change on which running clocks depend: what became of them.',
  }),
};

/** Says of what was saved what became of running clocks. */
export function withReplanned<View extends object>(view: View, replanned: Replanned | null) {
  return replanned === null ? view : { ...view, replanned };
}

export const DryRunQuery = Type.Object(
  {
    dryRun: Type.Optional(
      Type.Unsafe<'true' | 'false'>({
        type: 'string',
        enum: ['true', 'false'],
        description:
          '`true`: nothing is changed. The answer is what it would be, with the number of clocks that would be due at another time.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type DryRunQuery = Static<typeof DryRunQuery>;
