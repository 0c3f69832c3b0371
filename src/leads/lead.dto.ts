import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { CATEGORIES } from '../disposition/disposition.js';
import { closed } from '../platform/answer.js';
import { BATCH_ENTRIES_MAX } from '../platform/body.js';
import { PageQuery } from '../platform/page.js';
import { removableFields, staying } from '../platform/removable.js';
import { IS_TEST, LEAD_SCHEMAS } from '../vocabulary/lead-fields.js';
import { LEAD_STATUSES, WORK_STATES } from './lead.js';

const { test, ...told } = LEAD_SCHEMAS;

export const LeadBody = Type.Object(
  {
    ...told,
    owner: Type.Optional(
      Type.Object(
        { repId: Type.String({ format: 'uuid', description: 'The `id` of that rep.' }) },
        { ...closed, description: 'The rep who owns it already. Routing rules are skipped; clocks start as usual.' },
      ),
    ),
    test: Type.Boolean({ default: false, description: IS_TEST }),
  },
  closed,
);
export type LeadBody = Static<typeof LeadBody>;

const batchOf = <Lead extends TSchema>(lead: Lead) =>
  Type.Object(
    {
      leads: Type.Array(lead, {
        minItems: 1,
        maxItems: BATCH_ENTRIES_MAX,
        description: 'Leads, each as in `POST /v1/leads`.',
      }),
    },
    closed,
  );

/** Entries are checked one by one, so that an invalid one does not reject the others. */
export const BatchBody = batchOf(Type.Unknown());
export type BatchBody = Static<typeof BatchBody>;
/** The schema of `BatchBody` for the API's documentation. */
export const DocumentedBatch = batchOf(LeadBody);

/** A JSON merge patch (RFC 7396): given fields replace, null removes, absent fields stay. */
export const LeadPatch = Type.Object(
  {
    ...removableFields(told),
    source: staying(told.source, 'Expected a source: every lead has one, so null cannot remove it.'),
    test: staying(test, 'Expected true or false: every lead is one or the other, so null cannot remove it.'),
    reroute: Type.Unsafe<'never' | 'ifUntouched'>({
      type: 'string',
      enum: ['never', 'ifUntouched'],
      default: 'never',
      description: 'Whether to route the lead again: never, or if nobody has touched it yet.',
    }),
  },
  { ...closed, minProperties: 1 },
);
export type LeadPatch = Readonly<Record<string, unknown>> & { readonly reroute: 'never' | 'ifUntouched' };

const idText = (maxLength: number, description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, description }));

/** Names the lead of an entry of a batch, in exactly one of four ways. */
export const NAMING = {
  leadId: Type.Optional(
    Type.String({ format: 'uuid', description: 'The id of the lead. Name the lead in exactly one way.' }),
  ),
  leadExternalId: idText(300, 'The `externalId` of the lead, together with its `source`.'),
  source: idText(200, 'The source of the lead, compared without case.'),
  email: idText(
    320,
    'The e-mail address of the lead’s contact, compared without case. If several leads have it, the only open one is meant.',
  ),
  phone: idText(
    100,
    'The phone number of the lead’s contact, however it is written. A number without a country code is read as one of the settings’ `defaultCountry`. If several leads have it, the only open one is meant.',
  ),
};

const oneOf = <const T extends string>(values: readonly T[], options: object = {}) =>
  Type.Optional(Type.Unsafe<T>({ type: 'string', enum: [...values], ...options }));
const text = (maxLength: number, description: string, options: object = {}) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, description, ...options }));
const id = (description: string) => Type.Optional(Type.String({ format: 'uuid', description }));
const instant = (description: string) => Type.Optional(Type.String({ format: 'instant', description }));

export const LeadListQuery = Type.Object(
  {
    ...PageQuery,
    limit: Type.Optional({
      ...PageQuery.limit,
      description: 'The number of rows on a page. A page of large leads ends earlier, with a `nextCursor`.',
    }),
    status: oneOf(LEAD_STATUSES, { description: 'With this status.' }),
    workState: oneOf(WORK_STATES, { description: 'With this work state.' }),
    ownerId: id('Owned by this rep.'),
    hadBy: id('That this rep owns or has owned.'),
    poolId: id('From this pool.'),
    queue: text(100, 'That wait in this named queue, compared without case.', { examples: ['review'] }),
    policyId: id('That this policy covers.'),
    source: text(200, 'From this source, compared without case.'),
    channel: text(200, 'With this channel.'),
    campaign: text(500, 'With this campaign.'),
    country: text(
      100,
      'From this country (ISO 3166-1 alpha-2, such as `DE`): that of the contact, else of the company.',
    ),
    test: Type.Optional(Type.Boolean({ description: 'Whether it is a test lead.' })),
    category: oneOf(CATEGORIES, { description: 'Closed with this category.' }),
    reason: text(100, 'Closed with this reason code.'),
    closedWith: text(
      100,
      'Ever closed with this reason code, even if that was taken back. A corrected disposition counts as its correction.',
    ),
    closedAs: oneOf(CATEGORIES, {
      description: 'Ever closed with this category, counted as for `closedWith`.',
    }),
    suppressionId: id('Closed on arrival by this suppression, and not reopened since.'),
    policy: oneOf(['none'], { description: '`none` for leads that no policy matched.' }),
    breached: Type.Optional(
      Type.Boolean({
        description: 'Whether a deadline of the present cycle was missed. Corrected misses count, struck ones do not.',
      }),
    ),
    externalId: text(300, 'With this `externalId`.'),
    ref: text(401, 'a system and an id in it, such as hubspot:123', { pattern: '^[^:]+:.+$' }),
    email: text(320, 'With this e-mail address, compared without case.'),
    phone: text(100, 'With this phone number, however it is written.'),
    untouchedSince: instant('Received or come back before this instant, and without any touch since.'),
    dueBefore: instant(
      'Open leads whose next deadline is before this instant: of the clocks that run, or were missed and are still owed.',
    ),
    receivedFrom: instant('Received at this instant or later.'),
    receivedTo: instant('Received before this instant.'),
    q: text(
      200,
      'Finds leads by beginnings of words in the name, the company, its domain, the e-mail address and its parts, and the external id. All given words must match. Compared without case and accents.',
    ),
    sort: oneOf(['receivedAt', 'dueAt'], {
      default: 'receivedAt',
      description: '`dueAt`: open leads, the next deadline first, as in inboxes; those without any come last.',
    }),
    fields: oneOf(['all', 'slim'], {
      default: 'all',
      description: '`slim`: only what a table of leads shows, in rows of their own (`SlimLead`).',
    }),
    count: Type.Optional(
      Type.Boolean({ default: false, description: 'Also returns how many leads match, on every page.' }),
    ),
  },
  { additionalProperties: false },
);
export type LeadListQuery = Static<typeof LeadListQuery>;
