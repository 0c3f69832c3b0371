import { type Static, Type } from '@sinclair/typebox';
import { CATEGORIES } from '../disposition/taxonomy.js';
import { PageQuery } from '../platform/page.js';
import { LEAD_STATUSES, WORK_STATES } from './lead.js';

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
    receivedFrom: instant('Received at this instant or later.'),
    receivedTo: instant('Received before this instant.'),
    q: text(
      200,
      'Finds leads by beginnings of words in the name, the company, its domain, the e-mail address and its parts, and the external id. All given words must match. Compared without case and accents.',
    ),
  },
  { additionalProperties: false },
);
export type LeadListQuery = Static<typeof LeadListQuery>;
