import { type Static, Type } from '@sinclair/typebox';
import { id, instant, nullable, oneOf, pageOf, thing } from '../../platform/answer.js';
import { ACCOUNT_TYPES } from './account.js';

export const AccountSchema = thing('Account', 'A company that we deal with, or might.', {
  id: id('Of the account.'),
  name: Type.String({ description: 'Its name.' }),
  domains: Type.Array(Type.String(), { description: 'Its domains. A domain belongs to one account.' }),
  refs: Type.Record(Type.String(), Type.String(), { description: 'Its ids in other systems, by system.' }),
  ownerRepId: nullable(id('The rep who looks after it.'), 'The rep who looks after it; null for nobody.'),
  roles: Type.Object(
    {
      sales: Type.Optional(id('Of the rep who sells to it.')),
      manager: Type.Optional(id('Of the rep who looks after it since they have taken it over.')),
      delivery: Type.Optional(id('Of the rep who delivers to it.')),
    },
    { additionalProperties: false, description: 'Who has to do with it besides; nobody is left out.' },
  ),
  type: oneOf(ACCOUNT_TYPES, { description: 'Its relation to your company.' }),
  createdAt: instant('Since when it is known here.'),
  updatedAt: instant('When something was told of it last.'),
});
export type AccountView = Static<typeof AccountSchema>;

export const AccountPage = pageOf(AccountSchema);
