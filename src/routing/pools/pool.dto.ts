import { type Static, Type } from '@sinclair/typebox';
import { flag, id, object, oneOf, optionalDay, optionalId, optionalOneOf, text } from '../../platform/input/schema.js';
import type { MemberEntry, PoolMembers } from './membership.js';
import { POOL_STRATEGIES, STRATEGIES, strategyOf } from './strategies.js';
import { LOADS } from './strategy.js';

const ENTRIES_MAX = 5_000;
const WEIGHT_MAX = 1_000;

const MemberSchema = object({
  repId: id('The rep.'),
  weight: Type.Number({
    exclusiveMinimum: 0,
    maximum: WEIGHT_MAX,
    default: 1,
    description:
      'A member with twice the weight gets twice the leads, or in `leastLoaded` has twice as many at a time.',
  }),
  from: optionalDay(
    'A day such as 2026-03-02, the first of the weight, in the rep’s time zone. Several entries of one rep with rising days are a ramp; a rep whose entries all have a day begins on the first one.',
  ),
});

export const PoolBody = object({
  name: text(200, 'Its name, unique among pools, compared without case.'),
  strategy: oneOf(POOL_STRATEGIES, {
    default: 'roundRobin',
    description: `How it deals leads. ${POOL_STRATEGIES.map((name) => `\`${name}\`: ${STRATEGIES[name].description}`).join(' ')} When it changes, all members start again with a credit of 0.`,
  }),
  load: optionalOneOf(LOADS, {
    description:
      'For `leastLoaded` only, by default `open`. The leads of a member that it compares: all open ones, from any pool, or those that await first touch.',
  }),
  claimWithin: Type.Optional(
    Type.String({
      format: 'duration',
      maxLength: 100,
      description:
        'For `claim` only, by default `PT10M`. How long members may claim a lead before it is dealt to one of them in turn, in elapsed time.',
    }),
  ),
  // One schema with two types, because defaults are not filled in by a union.
  members: Type.Unsafe<PoolMembers>({
    type: ['array', 'object'],
    items: MemberSchema,
    maxItems: ENTRIES_MAX,
    properties: {
      teamId: id('The team whose members are those of the pool.'),
      weights: Type.Array(MemberSchema, {
        maxItems: ENTRIES_MAX,
        default: [],
        description: 'The weights of members of the team that are not 1.',
      }),
    },
    required: ['teamId'],
    additionalProperties: false,
    description:
      'The members among whom it deals leads: a list, or a team (`{ "teamId": …, "weights": […] }`), whose changes the pool follows. A member who leaves and comes back within a day keeps their standing; others start with a credit of 0.',
  }),
  calendarId: optionalId('The calendar of members without one of their own.'),
  offHours: oneOf(['share', 'wait'], {
    default: 'share',
    description:
      'What to do if all members are excluded by working hours only: deal anyway, or wait for opening hours.',
  }),
  fallbackPoolId: optionalId('The pool to try if no member of this one is eligible.'),
  afterRound: oneOf(['queue', 'again'], {
    default: 'queue',
    description:
      'What happens to a lead of this pool that every member here and in its fallbacks has already had. `queue`: it stays with its owner, or waits in the queue. `again`: the member who had it longest ago gets it once more, and only once.',
  }),
  decline: Type.Optional(
    object(
      {
        within: Type.String({
          format: 'duration',
          maxLength: 100,
          description: 'How long after they got a lead; if they got it outside their working hours, after these begin.',
        }),
        perDay: Type.Optional(
          Type.Integer({
            minimum: 1,
            maximum: 1_000,
            description:
              'How many leads of this pool a member may decline in a day of their time zone; no limit by default.',
          }),
        ),
        countsAsTurn: flag(
          false,
          'Whether a declined lead counts as a turn. If not, the member is dealt another one instead.',
        ),
      },
      {
        description:
          'Whether members may decline leads that the pool deals them (`POST /v1/leads/{id}/decline`); by default they may not.',
      },
    ),
  ),
});
export type PoolBody = Static<typeof PoolBody>;

/** Fills in the strategy's defaults, and lower-cases ids, which are compared as text and which Postgres writes so. */
export function normalisedPool({ calendarId, fallbackPoolId, members, ...body }: PoolBody): PoolBody {
  return {
    ...strategyOf(body).options,
    ...body,
    members:
      'teamId' in members
        ? { teamId: members.teamId.toLowerCase(), weights: normalisedEntries(members.weights) }
        : normalisedEntries(members),
    ...(calendarId !== undefined && { calendarId: calendarId.toLowerCase() }),
    ...(fallbackPoolId !== undefined && { fallbackPoolId: fallbackPoolId.toLowerCase() }),
  };
}

function normalisedEntries(entries: readonly MemberEntry[]): MemberEntry[] {
  return entries.map(({ repId, ...entry }) => ({ repId: repId.toLowerCase(), ...entry }));
}
