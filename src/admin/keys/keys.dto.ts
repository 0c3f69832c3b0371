import { type Static, Type } from '@sinclair/typebox';
import { ScopeSchema } from '../../auth/scope.js';
import { PageQuery } from '../../platform/page.js';

export const NewKeyBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, description: 'Whose it is, or what for.' }),
    scopes: Type.Array(ScopeSchema, {
      minItems: 1,
      uniqueItems: true,
      description: 'What it may do; each adds to the others.',
    }),
    repId: Type.Optional(
      Type.String({
        format: 'uuid',
        description: 'The rep whose key it is; `rep` and `manager` need one, others have none.',
      }),
    ),
    expiresAt: Type.Optional(
      Type.String({ format: 'instant', description: 'When it ends, in the future; never by default.' }),
    ),
  },
  { additionalProperties: false },
);
export type NewKeyBody = Static<typeof NewKeyBody>;

export const KeyListQuery = Type.Object(PageQuery, { additionalProperties: false });
export type KeyListQuery = Static<typeof KeyListQuery>;
