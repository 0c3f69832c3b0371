import { type Static, Type } from '@sinclair/typebox';
import { AuthorSchema } from '../platform/actor.schema.js';
import { instant, pageOf, thing } from '../platform/answer.js';

const ChangeSchema = thing('Change', 'What differs at one place.', {
  pointer: Type.String({ description: 'A JSON pointer into the document.' }),
  from: Type.Optional(Type.Unknown({ description: 'What stood there; absent where there was nothing.' })),
  to: Type.Optional(Type.Unknown({ description: 'What stands there now; absent where it was taken away.' })),
});

export const VersionSchema = thing('Version', 'What somebody changed.', {
  version: Type.Integer({ minimum: 1, description: 'Counts the changes, from 1.' }),
  at: instant('When.'),
  by: AuthorSchema,
  changes: Type.Array(ChangeSchema, { description: 'What differs from the version before; lists as a whole.' }),
});
export type VersionView = Static<typeof VersionSchema>;

export const VersionPage = pageOf(VersionSchema);
