import { type Static, Type } from '@sinclair/typebox';
import { EventSchema } from '../../events/event.schema.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../../platform/answer.js';
import { PageQuery } from '../../platform/page.js';
import { removable, staying } from '../../platform/removable.js';
import { LEAD_SCHEMAS } from '../../vocabulary/lead-fields.js';
import { ACCOUNT_TYPES, type AccountType } from './account.js';

const closed = { additionalProperties: false } as const;
const AccountTypeSchema = (options: object) =>
  Type.Unsafe<AccountType>({ type: 'string', enum: [...ACCOUNT_TYPES], ...options });

const name = Type.String({ minLength: 1, maxLength: 300, description: 'Its name.' });
const domains = Type.Array(
  Type.String({ minLength: 1, maxLength: 253, description: 'A domain that belongs to it, such as example.com.' }),
  { maxItems: 100, description: 'Its domains. A domain belongs to one account.' },
);
const ownerRepId = Type.Optional(Type.String({ format: 'uuid', description: 'The owner.' }));
const TYPE = {
  description:
    'Its relation to your company. A deal that is won makes a prospect, or a former customer, a customer; the end of the last one a former customer.',
};
const ofRole = (description: string) => Type.Optional(Type.String({ format: 'uuid', description }));
const roles = Type.Optional(
  Type.Object(
    {
      sales: ofRole('The rep who sells to it.'),
      manager: ofRole('The account manager, who took it over and gives its later handoffs.'),
      delivery: ofRole('The rep who delivers to it.'),
    },
    {
      ...closed,
      description:
        'Other reps, by role. The first receiver of a handoff gets the role in `accountRole` of its kind, `manager` by default.',
    },
  ),
);

export const AccountBody = Type.Object(
  {
    name,
    domains: { ...domains, default: [] } as typeof domains,
    refs: LEAD_SCHEMAS.refs,
    ownerRepId,
    roles,
    type: AccountTypeSchema({ ...TYPE, default: 'prospect' }),
  },
  closed,
);
export type AccountBody = Static<typeof AccountBody>;

const fields = {
  name: staying(name, 'An account needs a name, so it can be changed but not removed.'),
  domains: Type.Optional(domains),
  refs: removable(LEAD_SCHEMAS.refs),
  ownerRepId: removable(ownerRepId),
  roles: removable(roles),
  type: staying(AccountTypeSchema(TYPE), 'An account needs a type, so it can be changed but not removed.'),
};

/** What is given replaces, null takes away, all else stays (RFC 7396). */
export const AccountPatch = Type.Object(fields, { ...closed, minProperties: 1 });
export type AccountPatch = Readonly<Record<string, unknown>>;

/** The same of one that a program knows by its own id. */
export const AccountByRefBody = Type.Object(fields, closed);

export const AccountListQuery = Type.Object(
  {
    ...PageQuery,
    ownerRepId: Type.Optional(Type.String({ format: 'uuid', description: 'Owned by this rep.' })),
    type: Type.Optional(AccountTypeSchema({ description: 'Of this type.' })),
    domain: Type.Optional(Type.String({ minLength: 1, maxLength: 253, description: 'With this domain.' })),
    ref: Type.Optional(
      Type.String({
        maxLength: 401,
        pattern: '^[^:]+:.+$',
        description: 'a system and an id in it, such as hubspot:123',
      }),
    ),
  },
  closed,
);
export type AccountListQuery = Static<typeof AccountListQuery>;

export const AccountSchema = thing('Account', 'A company that you deal with, or might.', {
  id: id('The id of the account.'),
  name: Type.String({ description: 'Its name.' }),
  domains: Type.Array(Type.String(), { description: 'Its domains. A domain belongs to one account.' }),
  refs: Type.Record(Type.String(), Type.String(), { description: 'Its ids in other systems, by system.' }),
  ownerRepId: nullable(id('The owner.'), 'The owner; null for none.'),
  roles: Type.Object(
    {
      sales: Type.Optional(id('The id of the salesperson.')),
      manager: Type.Optional(id('The id of the account manager.')),
      delivery: Type.Optional(id('The id of the rep who delivers.')),
    },
    { additionalProperties: false, description: 'Other reps, by role. Roles without a rep are left out.' },
  ),
  type: oneOf(ACCOUNT_TYPES, { description: 'Its relation to your company.' }),
  createdAt: instant('When it was created.'),
  updatedAt: instant('When it was last updated.'),
});
export type AccountView = Static<typeof AccountSchema>;

export const AccountPage = pageOf(AccountSchema);

const AccountTimelineEntrySchema = thing('AccountTimelineEntry', 'An event of an account, with its sentence.', {
  ...EventSchema.properties,
  text: Type.String({ description: 'What happened, in one sentence.', examples: ['Now a customer'] }),
});
export const AccountTimelinePage = pageOf(AccountTimelineEntrySchema);
