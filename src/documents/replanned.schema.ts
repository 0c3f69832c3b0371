import { type Static, Type } from '@sinclair/typebox';
import { id, nullable, thing } from '../platform/answer.js';

const ReplannedSchema = thing(
  'Replanned',
  'What a change makes of clocks that run. Only in answers of changes on which some depend.',
  {
    clocks: Type.Integer({
      minimum: 0,
      description:
        'How many are due at another time than before, or not any more. Each has an event that says both. Leads that go to others because their owner leaves go first: the clocks of their former owner end, and are not counted.',
    }),
    complete: Type.Boolean({
      description: 'Whether these are all: of very many the rest follows after the answer, by itself.',
    }),
  },
);
export type Replanned = Static<typeof ReplannedSchema>;

const MoveSchema = thing(
  'EffectMove',
  'Leads that would go to somebody else, or would have to and stay with their owner.',
  {
    toRepId: Type.Optional(id('Who would get them.')),
    queue: Type.Optional(
      Type.Literal(true, {
        description:
          'In place of `toRepId`: nobody else could take them just now, so they would stay with their owner until somebody can.',
      }),
    ),
    held: Type.Optional(
      Type.Literal(true, {
        description:
          'In place of `toRepId`: a hold on enforcement is on them when they would move, or the storm breaker stops them, so they would stay with their owner until it ends.',
      }),
    ),
    leads: Type.Integer({ minimum: 1, description: 'How many.' }),
  },
);

const ofPromises = {
  promises: Type.Integer({ minimum: 0, description: 'How many would end elsewhere than now, or not any more.' }),
  missedAtOnce: Type.Integer({
    minimum: 0,
    description: 'How many of these are overdue by the new terms: only the grace of their policy would be left.',
  }),
};

export const EffectSchema = thing(
  'Effect',
  'What a change would make of promises, and of the leads of those concerned. Leads that wait in the queue are not looked at: who comes back (an absence that is deleted, say) may be dealt some of them. Only in answers with `dryRun=true`.',
  {
    ...ofPromises,
    byRep: Type.Array(
      thing('EffectOfRep', 'The same for one rep.', {
        repId: nullable(id('Whose promises; null for those of the company.')),
        ...ofPromises,
        moves: Type.Array(MoveSchema, {
          description:
            'Which of their leads would go to others: those whose promise is overdue by the new terms, if nobody acts on them within the grace, and those of somebody who leaves. An estimate: they are dealt one after the other to people as they are now.',
        }),
      }),
      { description: 'Whoever is concerned most first.' },
    ),
  },
);
export type Effect = Static<typeof EffectSchema>;

/** What the answer of a change shows beside what was saved. */
export const REPLANNED = {
  replanned: Type.Optional(ReplannedSchema),
  effect: Type.Optional(EffectSchema),
};

export const ChangeDryRunSchema = thing('ChangeDryRun', 'What a change would make of promises.', {
  replanned: ReplannedSchema,
  effect: EffectSchema,
});

/** Says of what was saved what became of running clocks. */
export function withReplanned<View extends object>(view: View, consequence: Consequence | null) {
  if (consequence === null) return view;
  const { effect, ...replanned } = consequence;
  return { ...view, replanned, ...(effect && { effect }) };
}

/** What a change makes of promises that run; with its effect where it is only rehearsed. */
export type Consequence = Replanned & { readonly effect?: Effect };

export const DryRunQuery = Type.Object(
  {
    dryRun: Type.Optional(
      Type.Unsafe<'true' | 'false'>({
        type: 'string',
        enum: ['true', 'false'],
        description:
          '`true` changes nothing. The answer is what it would be, with the effect on promises and leads in `effect`.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type DryRunQuery = Static<typeof DryRunQuery>;
