import { type Static, Type } from '@sinclair/typebox';
import { PageQuery } from '../platform/page.js';
import { closed } from './chain.dto.js';

export const HoldScopeSchema = Type.Union(
  [
    Type.Literal('all'),
    Type.Object(
      { source: Type.String({ minLength: 1, maxLength: 200, description: 'Leads from this source, without case.' }) },
      closed,
    ),
    Type.Object({ poolId: Type.String({ format: 'uuid', description: 'Leads of this pool.' }) }, closed),
    Type.Object({ policyId: Type.String({ format: 'uuid', description: 'Leads under this policy.' }) }, closed),
  ],
  { description: '"all", { "source" }, { "poolId" } or { "policyId" }. Which leads.' },
);
export type HoldScopeBody = Static<typeof HoldScopeSchema>;

export const HoldBody = Type.Object(
  {
    scope: { ...HoldScopeSchema, default: 'all' },
    until: Type.String({ format: 'instant', description: 'When it ends by itself: in the future, within a year.' }),
    reason: Type.String({
      minLength: 1,
      maxLength: 1_000,
      description: 'Why, in words of your own: the timelines of the leads say it.',
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
        '"all", { "source" }, { "poolId" } or { "policyId" }. Which leads; of a pool also those that the move took to another.',
    },
    strike: Type.Boolean({
      default: true,
      description:
        'Whether misses are struck as well: those under a version of a policy that was saved in the span, where by the version in force at `from` the promise was not due when it was missed.',
    }),
  },
  closed,
);
export type UndoBody = Static<typeof UndoBody>;

export const UndoQuery = Type.Object(
  { dryRun: Type.Boolean({ default: false, description: 'Only says what would be done, and changes nothing.' }) },
  closed,
);
export type UndoQuery = Static<typeof UndoQuery>;

export const HoldListQuery = Type.Object(
  {
    ended: Type.Boolean({
      default: false,
      description: 'Those that are over, the newest first; else those that are on.',
    }),
    ...PageQuery,
  },
  closed,
);
export type HoldListQuery = Static<typeof HoldListQuery>;
