import { type Static, Type } from '@sinclair/typebox';
import { ScopeSchema } from '../../auth/scope.js';
import { id, instant, nullable, pageOf, thing } from '../../platform/answer.js';
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

const who = {
  id: id('Of the key; never the key itself.'),
  name: Type.String({ description: 'What it was called when it was made.' }),
  scopes: Type.Array(ScopeSchema, { description: 'What it may do.' }),
  repId: nullable(id('The rep whose key it is; null for a key of no rep.')),
};

export const MeSchema = thing('Me', 'Who asks.', {
  ...who,
  serverTime: Type.Integer({
    description: 'The present in milliseconds since 1970: for clocks of screens, which differ.',
  }),
});

const ApiKeySchema = thing('ApiKey', 'A key, without what opens.', {
  ...who,
  createdAt: instant('When it was made.'),
  expiresAt: nullable(instant('When it ends; null for never.')),
  lastUsedAt: nullable(instant('When it was used last, about half a minute late; null for never.')),
  revokedAt: nullable(instant('When it was revoked; null while it holds.')),
});

export const NewApiKeySchema = thing('NewApiKey', 'A key, and what opens.', {
  ...ApiKeySchema.properties,
  key: Type.String({ description: 'What `Authorization: Bearer` takes; shown only this once.' }),
});

export const ApiKeyPage = pageOf(ApiKeySchema);
