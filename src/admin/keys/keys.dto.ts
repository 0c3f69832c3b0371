import { type Static, Type } from '@sinclair/typebox';
import { ScopeSchema } from '../../auth/scope.js';
import { PageQuery } from '../../platform/page.js';

export const NewKeyBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    scopes: Type.Array(ScopeSchema, { minItems: 1, uniqueItems: true }),
    repId: Type.Optional(
      Type.String({ format: 'uuid', description: 'The rep whose key it is; `rep` and `manager` need one' }),
    ),
    expiresAt: Type.Optional(Type.String({ format: 'instant' })),
  },
  { additionalProperties: false },
);
export type NewKeyBody = Static<typeof NewKeyBody>;

export const KeyListQuery = Type.Object(PageQuery, { additionalProperties: false });
export type KeyListQuery = Static<typeof KeyListQuery>;
