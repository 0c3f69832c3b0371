import { type Static, Type } from '@sinclair/typebox';
import { AuthorSchema } from '../platform/actor.schema.js';
import { instant, pageOf, thing } from '../platform/answer.js';

const ChangeSchema = thing('Change', {
  pointer: Type.String({ description: 'A JSON pointer into the resource' }),
  from: Type.Optional(Type.Unknown({ description: 'Absent where there was nothing' })),
  to: Type.Optional(Type.Unknown({ description: 'Absent where it was taken away' })),
});

export const VersionSchema = thing('Version', {
  version: Type.Integer({ minimum: 1 }),
  at: instant(),
  by: AuthorSchema,
  changes: Type.Array(ChangeSchema, { description: 'What differs from the version before; lists as a whole' }),
});
export type VersionView = Static<typeof VersionSchema>;

export const VersionPage = pageOf(VersionSchema);
