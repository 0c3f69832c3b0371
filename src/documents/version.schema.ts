import { type Static, type TObject, type TSchema, Type } from '@sinclair/typebox';
import { AuthorSchema } from '../platform/actor.schema.js';
import { instant, pageOf, thing } from '../platform/answer.js';

const ChangeSchema = thing('Change', 'What differs at one place.', {
  pointer: Type.String({ description: 'A JSON pointer into the document.' }),
  from: Type.Optional(Type.Unknown({ description: 'What stood there; absent where there was nothing.' })),
  to: Type.Optional(Type.Unknown({ description: 'What stands there now; absent where it was taken away.' })),
});

export const VersionSchema = thing('Version', 'What somebody changed.', {
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
