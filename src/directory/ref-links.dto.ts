import { Type } from '@sinclair/typebox';
import { object, text } from '../platform/input/schema.js';
import { LINKED } from './ref-links.js';

const ADDRESS_MAX = 500;

const address = (of: string) => text(ADDRESS_MAX, `The address of ${of} there, with \`{id}\`.`);

export const RefLinksSchema = Type.Record(
  Type.String(),
  Type.Union([
    address('everything'),
    object(Object.fromEntries(LINKED.map((kind) => [kind, Type.Optional(address(`${kind}s`))]))),
  ]),
  {
    propertyNames: { minLength: 1, maxLength: 100 },
    maxProperties: 50,
    default: {},
    description:
      'Addresses at which other systems show their records, by system. For each system of `refs` an address with `{id}`, such as `https://app.hubspot.com/contacts/1234/record/0-1/{id}`, or one for each of `lead`, `deal`, `account` and `contract`. The `links` of leads, deals, accounts and contracts are made from them.',
  },
);

export const LINKS = {
  links: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: 'Where other systems show it, by system: made from `refs` by `refLinks` of the settings.',
    }),
  ),
};
