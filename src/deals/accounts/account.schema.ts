import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { LINKS } from '../../directory/ref-links.dto.js';
import { WARNINGS } from '../../documents/version.schema.js';
import { EventSchema } from '../../events/event.schema.js';
import { PageQuery } from '../../platform/http/page.js';
import { entriesOf, entryRef, resultsOf } from '../../platform/input/entry-results.schema.js';
import { withFaultWords } from '../../platform/input/fault-words.js';
import { RefFilter } from '../../platform/input/path-ref.js';
import { removable, staying } from '../../platform/input/removable.js';
import {
  id,
  instant,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalId,
  optionalInstant,
  optionalText,
  pageOf,
  text,
} from '../../platform/input/schema.js';
import { LEAD_SCHEMAS } from '../../vocabulary/lead-fields.js';
import { ACCOUNT_TYPES } from './account.js';

const AccountTypeSchema = (options: object) => oneOf(ACCOUNT_TYPES, { ...options });

const name = text(300, 'Its name.');
const domains = Type.Array(text(253, 'A domain that belongs to it, such as example.com.'), {
  maxItems: 100,
  description: 'Its domains. A domain belongs to one account.',
});
const brands = Type.Array(text(253, 'A domain of a brand, such as example.shop.'), {
  maxItems: 100,
  description: 'Domains of its brands: a lead from there belongs to this account too. A domain belongs to one account.',
});
const parentId = optionalId(
  'The account that it belongs to. For leads, an account without an owner, sales or manager has that of the nearest account above it.',
);
const protectedUntil = optionalInstant(
  'Until then its leads go only to its owner, or to the rep with the role that a rule requires; while they cannot take them, leads wait. People and programs may still give a lead to a rep by name. An account without an active owner (its own, or that of an account above it) or such a role is not protected, nor is one once that instant is past.',
);
const CONTACT = {
  email: Type.Optional(Type.String({ minLength: 3, maxLength: 320, description: 'Their e-mail address.' })),
  phone: optionalText(
    100,
    'Their phone number, as given; compared as a number of the default country of the settings.',
  ),
};
const contacts = Type.Array(
  withFaultWords(object(CONTACT, { minProperties: 1, description: 'A person: an address, a number, or both.' }), {
    minProperties: 'Expected an email, a phone, or both.',
  }),
  {
    maxItems: 1_000,
    description: 'People of it, by whom leads without a company are matched to it. They are erased with the person.',
  },
);
const ownerRepId = optionalId('The owner.');
const TYPE = {
  description:
    'Its relation to your company. A deal that is won, or a contract, makes a prospect, or a former customer, a customer; the end of the last one a former customer.',
};
const roles = Type.Optional(
  object(
    {
      sales: optionalId('The rep who sells to it.'),
      manager: optionalId('The account manager, who took it over and gives its later handoffs.'),
      delivery: optionalId('The rep who delivers to it.'),
    },
    {
      description:
        'Other reps, by role. The first receiver of a handoff gets the role in `accountRole` of its kind, `manager` by default.',
    },
  ),
);

export const AccountBody = object({
  name,
  domains: { ...domains, default: [] } as typeof domains,
  brands: { ...brands, default: [] } as typeof brands,
  contacts: { ...contacts, default: [] } as typeof contacts,
  parentId,
  protectedUntil,
  refs: LEAD_SCHEMAS.refs,
  ownerRepId,
  roles,
  type: AccountTypeSchema({ ...TYPE, default: 'prospect' }),
});
export type AccountBody = Static<typeof AccountBody>;

const fields = {
  name: staying(name, 'An account needs a name, so it can be changed but not removed.'),
  domains: Type.Optional(domains),
  brands: Type.Optional(brands),
  contacts: Type.Optional(contacts),
  parentId: removable(parentId),
  protectedUntil: removable(protectedUntil),
  refs: removable(LEAD_SCHEMAS.refs),
  ownerRepId: removable(ownerRepId),
  roles: removable(roles),
  type: staying(AccountTypeSchema(TYPE), 'An account needs a type, so it can be changed but not removed.'),
};

/** A merge patch (RFC 7396): given fields replace, null removes, others stay. */
export const AccountPatch = object(fields, { minProperties: 1 });
export type AccountPatch = Readonly<Record<string, unknown>>;

/** The body of a put by external id, which may be empty. */
export const AccountByRefBody = object(fields);

export const AccountInBatch = object({
  ref: Type.Optional(
    entryRef('account', 'The id by which the account is found; by default, and if no account has it, its domains.'),
  ),
  ...fields,
});
export type AccountInBatch = AccountPatch & { readonly ref?: { readonly system: string; readonly id: string } };

const TAKEN = 'Accounts. Known ones are updated (given fields replace, null removes, others stay), others are created.';

/** @param account schema of an entry */
export const accountBatchOf = <Each extends TSchema>(account: Each) => object({ accounts: entriesOf(account, TAKEN) });

/** Entries are validated one by one, so that an invalid one does not reject the others. */
export const AccountBatchBody = accountBatchOf(Type.Unknown());
export type AccountBatchBody = Static<typeof AccountBatchBody>;

export const AccountBatchResults = resultsOf('Account', WARNINGS);

export const AccountListQuery = object({
  ...PageQuery,
  ownerRepId: optionalId('Owned by this rep.'),
  type: Type.Optional(AccountTypeSchema({ description: 'Of this type.' })),
  q: optionalText(200, 'With these characters somewhere in the name, or in a domain; compared without case.'),
  domain: optionalText(253, 'With this domain, or this one of a brand.'),
  ref: RefFilter,
});
export type AccountListQuery = Static<typeof AccountListQuery>;

export const AccountSchema = objectSchema('Account', 'A company that you deal with, or might.', {
  id: id('The id of the account.'),
  name: Type.String({ description: 'Its name.' }),
  domains: Type.Array(Type.String(), { description: 'Its domains. A domain belongs to one account.' }),
  brands: Type.Array(Type.String(), { description: 'Domains of its brands.' }),
  contacts: Type.Array(
    objectSchema('AccountContact', 'Somebody there.', {
      email: Type.Optional(Type.String({ description: 'Their e-mail address.' })),
      phone: Type.Optional(Type.String({ description: 'Their phone number, as given.' })),
    }),
    { description: 'People of it, by whom leads are known.' },
  ),
  parentId: nullable(id('The account that it belongs to; null for none.')),
  protectedUntil: nullable(instant('Until when its leads are for its owner alone; null if they are not.')),
  refs: Type.Record(Type.String(), Type.String(), { description: 'Its ids in other systems, by system.' }),
  ...LINKS,
  ownerRepId: nullable(id, 'The owner; null for none.'),
  roles: object(
    {
      sales: Type.Optional(id('The id of the salesperson.')),
      manager: Type.Optional(id('The id of the account manager.')),
      delivery: Type.Optional(id('The id of the rep who delivers.')),
    },
    { description: 'Other reps, by role. Roles without a rep are left out.' },
  ),
  type: oneOf(ACCOUNT_TYPES, { description: 'Its relation to your company.' }),
  createdAt: instant('When it was created.'),
  updatedAt: instant('When it was last updated.'),
  ...WARNINGS,
});
export type AccountView = Static<typeof AccountSchema>;

export const AccountPage = pageOf(AccountSchema);

const AccountTimelineEntrySchema = objectSchema('AccountTimelineEntry', 'An event of an account, with its sentence.', {
  ...EventSchema.properties,
  text: Type.String({ description: 'What happened, in one sentence.', examples: ['Now a customer'] }),
});
export const AccountTimelinePage = pageOf(AccountTimelineEntrySchema);
