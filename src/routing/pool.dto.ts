import { type Static, Type } from '@sinclair/typebox';
import { POOL_STRATEGIES, type PoolStrategy } from './strategy.js';

const closed = { additionalProperties: false } as const;
const Id = Type.String({ format: 'uuid' });
const MEMBERS_MAX = 1_000;
const WEIGHT_MAX = 1_000;

const MemberSchema = Type.Object(
  {
    repId: Id,
    weight: Type.Number({
      exclusiveMinimum: 0,
      maximum: WEIGHT_MAX,
      default: 1,
      description: 'Whoever has twice the weight gets twice the leads',
    }),
  },
  closed,
);

export const PoolBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    strategy: Type.Unsafe<PoolStrategy>({ type: 'string', enum: [...POOL_STRATEGIES], default: 'roundRobin' }),
    members: Type.Array(MemberSchema, { maxItems: MEMBERS_MAX }),
    calendarId: Type.Optional(Id),
    offHours: Type.Unsafe<'share' | 'wait'>({
      type: 'string',
      enum: ['share', 'wait'],
      default: 'share',
      description: 'When only working hours stand in everybody’s way: deal all the same, or wait for the opening',
    }),
    fallbackPoolId: Type.Optional(Id),
  },
  closed,
);
export type PoolBody = Static<typeof PoolBody>;

/** Ids are compared as text: in lower case, as Postgres writes them. */
export function normalisedPool({ calendarId, fallbackPoolId, members, ...body }: PoolBody): PoolBody {
  return {
    ...body,
    members: members.map(({ repId, weight }) => ({ repId: repId.toLowerCase(), weight })),
    ...(calendarId !== undefined && { calendarId: calendarId.toLowerCase() }),
    ...(fallbackPoolId !== undefined && { fallbackPoolId: fallbackPoolId.toLowerCase() }),
  };
}
