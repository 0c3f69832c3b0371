import { type Static, Type } from '@sinclair/typebox';
import { ScopeSchema } from '../../auth/scope.js';
import { id, instant, nullable, object, objectSchema, pageOf, text } from '../../platform/input/schema.js';

export const UserBody = object({
  email: Type.String({
    format: 'email',
    maxLength: 254,
    description: 'Their e-mail address, by which they log in; unique among users, compared without case.',
  }),
  name: text(200, 'Their name.'),
  scopes: Type.Array(ScopeSchema, {
    minItems: 1,
    uniqueItems: true,
    description: 'What they may do, as with the scopes of keys; each adds to the others.',
  }),
  repId: Type.Optional(
    Type.Union([Type.String({ format: 'uuid' }), Type.Null()], {
      description: 'The rep whom they are. Required for `rep` and `manager`, null or left out for others.',
    }),
  ),
});
export type UserBody = Static<typeof UserBody>;

export const UserSchema = objectSchema('User', 'A person who logs in to the console.', {
  id: id('The id of the user.'),
  email: Type.String({ description: 'Their e-mail address.' }),
  name: Type.String({ description: 'Their name.' }),
  scopes: Type.Array(ScopeSchema, { description: 'What they may do.' }),
  repId: nullable(id, 'The rep whom they are; null for none.'),
  version: Type.Integer({ minimum: 1, description: 'The number of the present version, from 1.' }),
  createdAt: instant('When the user was created.'),
  updatedAt: instant('When the user was last changed.'),
});

export const UserPage = pageOf(UserSchema);
