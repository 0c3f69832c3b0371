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
      description: 'Rows on a page; a page of large leads ends earlier, with a `nextCursor`.',
    }),
    status: oneOf(LEAD_STATUSES, { description: 'Worked on, or ended so.' }),
    workState: oneOf(WORK_STATES, { description: 'With the work on it so far.' }),
    ownerId: id('Of this rep.'),
    hadBy: id('That this rep has, or has had.'),
    poolId: id('Out of this pool.'),
    policyId: id('That this policy covers.'),
    source: text(200, 'From this source, without case.'),
    channel: text(200, 'Of this channel.'),
    campaign: text(500, 'Of this campaign.'),
    country: text(100, 'From this country (ISO 3166-1 alpha-2, `DE`): that of the contact, else of the company.'),
    test: Type.Optional(Type.Boolean({ description: 'Whether it is a test lead.' })),
    category: oneOf(CATEGORIES, { description: 'Closed so.' }),
    reason: text(100, 'Closed with the reason of this code.'),
    closedWith: text(
      100,
      'Ever closed with the reason of this code, also where that was taken back; one that was corrected counts as its correction.',
    ),
    closedAs: oneOf(CATEGORIES, {
      description: 'Ever closed so, counted as `closedWith` is.',
    }),
    suppressionId: id('Closed as it came in by this suppression, and not opened since.'),
    policy: oneOf(['none'], { description: '`none`: leads that no policy matched.' }),
    breached: Type.Optional(
      Type.Boolean({
        description:
          'Whether a clock of the present cycle was missed: also where the miss was corrected since, and not where it was struck.',
      }),
    ),
    externalId: text(300, 'With this id where it came from.'),
    ref: text(401, 'a system and an id in it, such as hubspot:123', { pattern: '^[^:]+:.+$' }),
    email: text(320, 'With this e-mail address, without case.'),
    phone: text(100, 'With this number, however it is written.'),
    untouchedSince: instant(
      'That nobody has tried to reach since, and that has not written since: received, or come back, before this instant.',
    ),
    receivedFrom: instant('Received at this instant or later.'),
    receivedTo: instant('Received before this instant.'),
    q: text(
      200,
      'Beginnings of words in the name, the company, its domain, the e-mail address (also of its parts) or the external id, without case; a lead has all that are given.',
    ),
  },
  { additionalProperties: false },
);
export type LeadListQuery = Static<typeof LeadListQuery>;
