import { type Static, Type } from '@sinclair/typebox';
import { PageQuery } from '../platform/page.js';
import { LEAD_STATUSES, WORK_STATES } from './lead.js';

const oneOf = <const T extends string>(values: readonly T[], options: object = {}) =>
  Type.Optional(Type.Unsafe<T>({ type: 'string', enum: [...values], ...options }));
const text = (maxLength: number, options: object = {}) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, ...options }));
const id = Type.Optional(Type.String({ format: 'uuid' }));
const instant = Type.Optional(Type.String({ format: 'instant' }));

export const LeadListQuery = Type.Object(
  {
    ...PageQuery,
    limit: Type.Optional({
      ...PageQuery.limit,
      description: 'Rows on a page; a page of large leads ends earlier, with a `nextCursor`',
    }),
    status: oneOf(LEAD_STATUSES),
    workState: oneOf(WORK_STATES),
    ownerId: id,
    poolId: id,
    source: text(200),
    category: oneOf(['nurture', 'recycle', 'suppress', 'lost']),
    reason: text(100),
    policy: oneOf(['none'], { description: '`none`: leads that no policy matched' }),
    breached: Type.Optional(Type.Boolean({ description: 'Whether a clock of the present cycle was missed' })),
    externalId: text(300),
    ref: text(401, { pattern: '^[^:]+:.+$', description: 'a system and an id in it, such as hubspot:123' }),
    email: text(320),
    phone: text(100),
    receivedFrom: instant,
    receivedTo: instant,
    q: text(200, {
      description:
        'Beginnings of words in the name, the company, its domain, the e-mail address (also of its parts) or the external id, without case; a lead has all that are given',
    }),
  },
  { additionalProperties: false },
);
export type LeadListQuery = Static<typeof LeadListQuery>;
