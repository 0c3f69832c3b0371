import { type Static, Type } from '@sinclair/typebox';
import { closed } from '../platform/answer.js';
import { PageQuery } from '../platform/page.js';

export const HoldScopeSchema = Type.Union(
  [
    Type.Literal('all'),
    Type.Object(
      {
        source: Type.String({
          minLength: 1,
          maxLength: 200,
          description: 'Leads from this source, compared without case.',
        }),
      },
      closed,
    ),
    Type.Object({ poolId: Type.String({ format: 'uuid', description: 'Leads of this pool.' }) }, closed),
    Type.Object({ policyId: Type.String({ format: 'uuid', description: 'Leads under this policy.' }) }, closed),
  ],
  { description: 'The leads that it covers: "all", { "source" }, { "poolId" } or { "policyId" }.' },
);

export const HoldBody = Type.Object(
  {
    scope: { ...HoldScopeSchema, default: 'all' },
    until: Type.String({ format: 'instant', description: 'When it ends by itself: in the future, within a year.' }),
    reason: Type.String({
      minLength: 1,
      maxLength: 1_000,
      description: 'Why, in your own words. Timelines of leads show it.',
    }),
  },
  closed,
);
export type HoldBody = Static<typeof HoldBody>;

export const UndoBody = Type.Object(
  {
    from: Type.String({ format: 'instant', description: 'Moves and misses at this instant or later.' }),
    to: Type.String({ format: 'instant', description: 'Moves and misses before this instant.' }),
    scope: {
      ...HoldScopeSchema,
      default: 'all',
      description:
        'The leads: "all", { "source" }, { "poolId" } or { "policyId" }. A pool includes leads that a move took out of it.',
    },
    strike: Type.Boolean({
      default: true,
      description:
        'Whether misses are struck as well: those under a version of a policy saved in the span that were not due by the version in force at `from`.',
    }),
  },
  closed,
);
export type UndoBody = Static<typeof UndoBody>;

export const UndoQuery = Type.Object(
  { dryRun: Type.Boolean({ default: false, description: 'Only reports what would be done, and changes nothing.' }) },
  closed,
);
export type UndoQuery = Static<typeof UndoQuery>;

export const HoldListQuery = Type.Object(
  {
    ended: Type.Boolean({
      default: false,
      description: '`true` lists holds that have ended, newest first; otherwise active ones.',
    }),
    ...PageQuery,
  },
  closed,
);
export type HoldListQuery = Static<typeof HoldListQuery>;
