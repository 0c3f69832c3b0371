import { type Static, Type } from '@sinclair/typebox';
import { ScopeSchema } from '../../auth/scope.js';
import { id, instant, nullable, object, objectSchema, pageOf, text } from '../../platform/input/schema.js';

const secret = (description: string) => text(512, description, { writeOnly: true });

export const SessionBody = object(
  {
    key: Type.Optional(secret('An API key. It is exchanged for the session, so the browser need not store it.')),
    email: Type.Optional(
      Type.String({
        format: 'email',
        maxLength: 254,
        description: 'The address of a user, to whom a link and a code are sent. Each works once, within ten minutes.',
      }),
    ),
    code: Type.Optional(secret('The code from the mail, without regard to case.')),
    token: Type.Optional(secret('What follows the # in the link of the mail. Opening the link does not use it up.')),
  },
  { minProperties: 1, maxProperties: 1, description: 'One of `key`, `email`, `code` and `token`.' },
);
export type SessionBody = Static<typeof SessionBody>;

export const SessionSchema = objectSchema('Session', 'A browser in which somebody is logged in.', {
  id: id('The id of the session.'),
  name: Type.String({ description: 'The name of the user, or of the key.' }),
  scopes: Type.Array(ScopeSchema, { description: 'What they may do.' }),
  repId: nullable(id, 'The rep whom they are; null for none.'),
  userId: nullable(id, 'The user; null if a key logged in.'),
  keyId: nullable(id, 'The key; null if a user logged in.'),
  agent: nullable(Type.String({ description: 'What the browser calls itself.' })),
  current: Type.Boolean({ description: 'Whether it is the session of this request.' }),
  begunAt: instant('When they logged in.'),
  lastUsedAt: instant('When it was last used, updated about every minute.'),
  endsAt: instant('The latest end of the session. It ends earlier after twelve hours without use.'),
});

export const SessionPage = pageOf(SessionSchema);

export const WaysSchema = objectSchema('LoginWays', 'The ways to log in, besides keys.', {
  email: Type.Boolean({ description: 'Whether links can be mailed.' }),
  identityProvider: nullable(Type.String(), 'The identity provider; null where none is set.'),
});

export const LoginSentSchema = objectSchema('LoginSent', 'The result of a request for a link.', {
  expiresAt: instant(
    'Until when a link that is sent now is valid. The answer does not reveal whether there is such a user.',
  ),
});
