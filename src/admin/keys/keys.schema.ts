import { Type } from '@sinclair/typebox';
import { ScopeSchema } from '../../auth/scope.js';
import { id, instant, nullable, pageOf, thing } from '../../platform/answer.js';

const who = {
  id: id({ description: 'Of the key; never the key itself' }),
  name: Type.String(),
  scopes: Type.Array(ScopeSchema),
  repId: nullable(id(), { description: 'The rep whose key it is' }),
};

export const MeSchema = thing('Me', {
  ...who,
  serverTime: Type.Integer({
    description: 'The present in milliseconds since 1970: for clocks of screens, which differ',
  }),
});

const ApiKeySchema = thing('ApiKey', {
  ...who,
  createdAt: instant(),
  expiresAt: nullable(instant()),
  lastUsedAt: nullable(instant()),
  revokedAt: nullable(instant()),
});

export const NewApiKeySchema = thing('NewApiKey', {
  ...ApiKeySchema.properties,
  key: Type.String({ description: 'What `Authorization: Bearer` takes; shown only this once' }),
});

export const ApiKeyPage = pageOf(ApiKeySchema);
