import { type Static, type TObject, type TSchema, Type } from '@sinclair/typebox';
import { AuthorSchema } from '../platform/actor.schema.js';
import { id, instant, nullable, pageOf, thing } from '../platform/answer.js';

const ChangeSchema = thing('Change', 'What differs at one place.', {
  pointer: Type.String({ description: 'A JSON pointer into the document.' }),
  from: Type.Optional(Type.Unknown({ description: 'What stood there; absent where there was nothing.' })),
  to: Type.Optional(Type.Unknown({ description: 'What stands there now; absent where it was taken away.' })),
});

const VersionSchema = thing('Version', 'What somebody changed.', {
  version: Type.Integer({ minimum: 1, description: 'Counts the changes, from 1.' }),
  restores: Type.Optional(
    Type.Integer({ minimum: 1, description: 'The earlier version that was restored; absent where none was.' }),
  ),
  at: instant('When.'),
  by: AuthorSchema,
  changes: Type.Array(ChangeSchema, { description: 'What differs from the version before; lists as a whole.' }),
});
export type VersionView = Static<typeof VersionSchema>;

export const VersionPage = pageOf(VersionSchema);

/**
 * A document as a version kept it.
 * @param document as it is shown today
 * @param kept the fields that versions keep; what else is shown holds at the moment of the answer alone
 */
export function keptVersionOf(document: TObject, kept: readonly string[]): TObject {
  const of = (names: readonly string[], as: (schema: TSchema) => TSchema) =>
    Object.fromEntries(
      names.filter((name) => name in document.properties).map((name) => [name, as(document.properties[name]!)]),
    );
  return thing(
    `${document.$id}Version`,
    `A version: ${document.description} A field that came later is absent; one that is gone by now is shown as it was.`,
    { ...of(HEAD, (schema) => schema), ...of(kept, Type.Optional) },
    { additionalProperties: true },
  );
}

const HEAD = ['id', 'version', 'createdAt', 'updatedAt'];

export const WarningSchema = thing('Warning', 'Something that is done though it is hardly as it was meant.', {
  pointer: Type.String({ description: 'A JSON pointer into what was sent; empty where it is the whole of it.' }),
  message: Type.String({ description: 'What it means, and the request that mends it.' }),
});
export type Warning = Static<typeof WarningSchema>;

/** What an answer shows beside what was saved. */
export const WARNINGS = {
  warnings: Type.Optional(
    Type.Array(WarningSchema, {
      minItems: 1,
      description: 'In the answer of a change: what works, but hardly as it was meant; absent where nothing does.',
    }),
  ),
};

/** Says of what was saved what is unwise about it. */
export function withWarnings<View extends object>(view: View, warnings: readonly Warning[]) {
  return warnings.length === 0 ? view : { ...view, warnings };
}

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
type Replanned = Static<typeof ReplannedSchema>;

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

const EffectSchema = thing(
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
