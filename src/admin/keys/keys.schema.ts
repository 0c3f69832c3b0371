import { type Static, Type } from '@sinclair/typebox';
import { type Scope, ScopeSchema } from '../../auth/scope.js';
import {
  id,
  instant,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalId,
  optionalInstant,
  pageOf,
  text,
} from '../../platform/input/schema.js';

/** The roles of people, from the furthest-reaching. */
export const ROLES = ['admin', 'manager', 'rep', 'read'] as const satisfies readonly Scope[];

export const NewKeyBody = object({
  name: text(200, 'Its name: who uses it, or what for.'),
  scopes: Type.Array(ScopeSchema, {
    minItems: 1,
    uniqueItems: true,
    description: 'Its scopes; each adds to the others.',
  }),
  repId: optionalId('The rep who uses it. Required for `rep` and `manager`, not allowed for others.'),
  expiresAt: optionalInstant('When it expires, in the future; never by default.'),
});
export type NewKeyBody = Static<typeof NewKeyBody>;

const who = {
  id: id('The id of the key, which is not its secret.'),
  name: Type.String({ description: 'Its name.' }),
  scopes: Type.Array(ScopeSchema, { description: 'Its scopes.' }),
  repId: nullable(id('The rep who uses it; null for none.')),
};

export const MeSchema = objectSchema('Me', 'Who asks.', {
  ...who,
  id: id('The id of the key, or of the user whose session it is.'),
  role: nullable(
    oneOf(ROLES, { description: 'The broadest of its scopes that people have.' }),
    'The broadest of its scopes that people have: `admin`, `manager`, `rep`, `read`; null for programs alone.',
  ),
  timeZone: Type.String({ description: 'The IANA time zone of the rep, else that of the settings.' }),
  serverTime: Type.Integer({
    description: 'The time of the server in milliseconds since 1970, for clients whose clocks differ.',
  }),
});

const ApiKeySchema = objectSchema('ApiKey', 'An API key without its secret.', {
  ...who,
  createdAt: instant('When it was created.'),
  expiresAt: nullable(instant('When it expires; null for never.')),
  lastUsedAt: nullable(instant('When it was last used, updated about every half minute; null for never.')),
  revokedAt: nullable(instant('When it was revoked; null if it was not.')),
});

export const NewApiKeySchema = objectSchema('NewApiKey', 'An API key with its secret.', {
  ...ApiKeySchema.properties,
  key: Type.String({ description: 'The secret for `Authorization: Bearer`; shown only in this answer.' }),
});

export const ApiKeyPage = pageOf(ApiKeySchema);
