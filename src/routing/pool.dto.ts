import { type Static, Type } from '@sinclair/typebox';
import { POOL_STRATEGIES, type PoolStrategy, STRATEGIES, strategyOf } from './strategies.js';
import { LOADS, type LoadKind } from './strategy.js';

const closed = { additionalProperties: false } as const;
const optionalId = (description: string) => Type.Optional(Type.String({ format: 'uuid', description }));
const MEMBERS_MAX = 1_000;
const WEIGHT_MAX = 1_000;

const MemberSchema = Type.Object(
  {
    repId: Type.String({ format: 'uuid', description: 'The rep.' }),
    weight: Type.Number({
      exclusiveMinimum: 0,
      maximum: WEIGHT_MAX,
      default: 1,
      description:
        'A member with twice the weight gets twice the leads, or in `leastLoaded` has twice as many at a time.',
    }),
  },
  closed,
);

export const PoolBody = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Its name, unique among pools, compared without case.',
    }),
    strategy: Type.Unsafe<PoolStrategy>({
      type: 'string',
      enum: [...POOL_STRATEGIES],
      default: 'roundRobin',
      description: `How it deals leads. ${POOL_STRATEGIES.map((name) => `\`${name}\`: ${STRATEGIES[name].description}`).join(' ')} Whoever changes it begins anew with everybody level.`,
    }),
    load: Type.Optional(
      Type.Unsafe<LoadKind>({
        type: 'string',
        enum: [...LOADS],
        description:
          'Of `leastLoaded` alone, by default `open`. The leads of a member that it compares: all open ones, from whichever pool, or those that await first touch.',
      }),
    ),
    members: Type.Array(MemberSchema, {
      maxItems: MEMBERS_MAX,
      description:
        'The members among whom it deals. A member who leaves and comes back within a day keeps their standing; others start level.',
    }),
    calendarId: optionalId('The calendar of members without one of their own.'),
    offHours: Type.Unsafe<'share' | 'wait'>({
      type: 'string',
      enum: ['share', 'wait'],
      default: 'share',
      description: 'What to do if only working hours exclude everybody: deal anyway, or wait for opening hours.',
    }),
    fallbackPoolId: optionalId('The pool to try if nobody here is eligible.'),
    afterRound: Type.Unsafe<'queue' | 'again'>({
      type: 'string',
      enum: ['queue', 'again'],
      default: 'queue',
      description:
        'What becomes of a lead that came to this pool and that everybody here and in its fallbacks has had by now. `queue`: it stays with its owner, or waits in the queue. `again`: whoever had it longest ago gets it once more, and only once.',
    }),
  },
  closed,
);
export type PoolBody = Static<typeof PoolBody>;

/** With the defaults of its strategy. Ids are compared as text: in lower case, as Postgres writes them. */
export function normalisedPool({ calendarId, fallbackPoolId, members, ...body }: PoolBody): PoolBody {
  return {
    ...strategyOf(body).options,
    ...body,
    members: members.map(({ repId, weight }) => ({ repId: repId.toLowerCase(), weight })),
    ...(calendarId !== undefined && { calendarId: calendarId.toLowerCase() }),
    ...(fallbackPoolId !== undefined && { fallbackPoolId: fallbackPoolId.toLowerCase() }),
  };
}
