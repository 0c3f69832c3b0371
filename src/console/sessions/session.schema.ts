import { type Static, Type } from '@sinclair/typebox';
import { ScopeSchema } from '../../auth/scope.js';
import { id, instant, nullable, pageOf, thing } from '../../platform/answer.js';

const secret = (description: string) => Type.String({ minLength: 1, maxLength: 512, writeOnly: true, description });

export const SessionBody = Type.Object(
  {
    key: Type.Optional(secret('An API key. It is swapped for the session, and need not be kept by the browser.')),
    email: Type.Optional(
      Type.String({
        format: 'email',
        maxLength: 254,
        description: 'The address of a user, who is sent a link and a code. Each is good for ten minutes, and once.',
      }),
    ),
    code: Type.Optional(secret('The code of such a mail, typed in whatever case.')),
    token: Type.Optional(secret('What follows the # in the link of such a mail. Opening the link spends nothing.')),
  },
  {
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 1,
    description: 'One of `key`, `email`, `code` and `token`.',
  },
);
export type SessionBody = Static<typeof SessionBody>;

export const SessionSchema = thing('Session', 'A browser in which somebody is logged in.', {
  id: id('The id of the session.'),
  name: Type.String({ description: 'The name of the user, or of the key.' }),
  scopes: Type.Array(ScopeSchema, { description: 'What they may do.' }),
  repId: nullable(id('The rep whom they are.'), 'The rep whom they are; null for none.'),
  userId: nullable(id('The user.'), 'The user; null where somebody logged in by a key.'),
  keyId: nullable(id('The key.'), 'The key; null where a user logged in.'),
  agent: nullable(Type.String({ description: 'What the browser calls itself.' })),
  current: Type.Boolean({ description: 'Whether it is the session of this request.' }),
  begunAt: instant('When they logged in.'),
  lastUsedAt: instant('When it was last used, updated about every minute.'),
  endsAt: instant('When it ends whatever happens; twelve hours after its last use it ends before that.'),
});

export const SessionPage = pageOf(SessionSchema);

export const WaysSchema = thing('LoginWays', 'By what people log in, beside keys.', {
  email: Type.Boolean({ description: 'Whether links can be mailed.' }),
  identityProvider: nullable(
    Type.String({ description: 'Its name for people. `GET /v1/session/oidc` leads there.' }),
    'The identity provider; null where none is set.',
  ),
});

export const LoginSentSchema = thing('LoginSent', 'What happens when somebody asks for a link.', {
  expiresAt: instant('Until when a link that is sent now is good. Nobody learns whether there is such a user.'),
});
