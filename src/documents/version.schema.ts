import { type Static, type TObject, type TSchema, Type } from '@sinclair/typebox';
import { AuthorSchema } from '../platform/input/actor.schema.js';
import { id, instant, nullable, object, objectSchema, optionalOneOf, pageOf } from '../platform/input/schema.js';

const ChangeSchema = objectSchema('Change', 'A difference at one place.', {
  pointer: Type.String({ description: 'A JSON pointer into the document.' }),
  from: Type.Optional(Type.Unknown({ description: 'The former value; absent if there was none.' })),
  to: Type.Optional(Type.Unknown({ description: 'The new value; absent if it was removed.' })),
});

const VersionSchema = objectSchema('Version', 'A change of a document.', {
  version: Type.Integer({ minimum: 1, description: 'The number of the version, from 1.' }),
  restores: Type.Optional(
    Type.Integer({ minimum: 1, description: 'The earlier version that was restored; absent if none was.' }),
  ),
  at: instant('When.'),
  plannedAt: Type.Optional(instant('When it was planned, by the author in `by`; absent if it took effect at once.')),
  by: AuthorSchema,
  changes: Type.Array(ChangeSchema, { description: 'The differences from the version before; lists as a whole.' }),
});
export type VersionView = Static<typeof VersionSchema>;

export const VersionPage = pageOf(VersionSchema);

/**
 * Returns the schema of a document as stored with a version.
 * @param document its current schema
 * @param kept the fields that versions store; other fields are only part of current responses
 */
export function keptVersionOf(document: TObject, kept: readonly string[]): TObject {
  const of = (names: readonly string[], as: (schema: TSchema) => TSchema) =>
    Object.fromEntries(
      names.filter((name) => name in document.properties).map((name) => [name, as(document.properties[name]!)]),
    );
  return objectSchema(
    `${document.$id}Version`,
    `A version: ${document.description} A field that was added later is absent; a field that was removed since is shown as it was.`,
    { ...of(HEAD, (schema) => schema), ...of(kept, Type.Optional) },
    { additionalProperties: true },
  );
}

const HEAD = ['id', 'version', 'createdAt', 'updatedAt'];

export const WarningSchema = objectSchema(
  'Warning',
  'A warning: the request was carried out, but the result is probably not what was intended.',
  {
    pointer: Type.String({ description: 'A JSON pointer into the request; empty for the whole of it.' }),
    message: Type.String({ description: 'What it means, and the request that corrects it.' }),
  },
);
export type Warning = Static<typeof WarningSchema>;

export const WARNINGS = {
  warnings: Type.Optional(
    Type.Array(WarningSchema, {
      minItems: 1,
      description:
        'Only in answers to changes: parts that work but are probably not what was intended; absent if there are none.',
    }),
  ),
};

export function withWarnings<View extends object>(view: View, warnings: readonly Warning[]) {
  return warnings.length === 0 ? view : { ...view, warnings };
}

const ReplannedSchema = objectSchema(
  'Replanned',
  'The effect of a change on running clocks. Only in answers to changes that affect some.',
  {
    clocks: Type.Integer({
      minimum: 0,
      description:
        'How many are now due at another time or no longer, each with an event that has both times, and how many began for leads that had no policy. Clocks that end because their owner leaves are not counted.',
    }),
    complete: Type.Boolean({
      description: 'Whether the count is complete. If very many are affected, the rest follow after the answer.',
    }),
  },
);
type Replanned = Static<typeof ReplannedSchema>;

const MoveSchema = objectSchema(
  'EffectMove',
  'Leads that would move to another rep, or that would have to move but stay with their owner.',
  {
    toRepId: Type.Optional(id('The rep who would get them.')),
    queue: Type.Optional(
      Type.Literal(true, {
        description:
          'Instead of `toRepId`: no other rep could take them now, so they would stay with their owner until one can.',
      }),
    ),
    held: Type.Optional(
      Type.Literal(true, {
        description:
          'Instead of `toRepId`: a hold or the storm breaker would stop the move, so they would stay with their owner until it ends.',
      }),
    ),
    leads: Type.Integer({ minimum: 1, description: 'How many.' }),
  },
);

const ofPromises = {
  promises: Type.Integer({
    minimum: 0,
    description: 'How many would be due at another time or no longer, or would begin.',
  }),
  missedAtOnce: Type.Integer({
    minimum: 0,
    description: 'How many of these would be overdue, with only the grace of their policy left.',
  }),
};

const EffectSchema = objectSchema(
  'Effect',
  'The effect of a change on promises, and on the leads of the reps concerned. Leads in the queue are not considered, although a rep who comes back may get some of them. Only in answers with `dryRun=true`.',
  {
    ...ofPromises,
    byRep: Type.Array(
      objectSchema('EffectOfRep', 'The same for one rep.', {
        repId: nullable(id('The rep; null for the company.')),
        ...ofPromises,
        moves: Type.Array(MoveSchema, {
          description:
            'Their leads that would move: those that would be overdue if no person acts on them within the grace, and those of a rep who leaves. An estimate: the leads are dealt in turn to reps as they are now.',
        }),
      }),
      { description: 'Most affected first.' },
    ),
  },
);
export type Effect = Static<typeof EffectSchema>;

/** The fields of responses that describe the effect of a change on promises. */
export const REPLANNED = {
  replanned: Type.Optional(ReplannedSchema),
  effect: Type.Optional(EffectSchema),
};

export const ChangeDryRunSchema = objectSchema('ChangeDryRun', 'The effect that a change would have on promises.', {
  replanned: ReplannedSchema,
  effect: EffectSchema,
});

export function withReplanned<View extends object>(view: View, consequence: Consequence | null) {
  if (consequence === null) return view;
  const { effect, ...replanned } = consequence;
  return { ...view, replanned, ...(effect && { effect }) };
}

/** The effect of a change on running promises; `effect` is set only for a rehearsal. */
export type Consequence = Replanned & { readonly effect?: Effect };

export const DryRunQuery = object({
  dryRun: optionalOneOf(['true', 'false'], {
    description:
      '`true` changes nothing. The answer is what it would be, with the effect on promises and leads in `effect`.',
  }),
});
export type DryRunQuery = Static<typeof DryRunQuery>;
