import { type Static, Type } from '@sinclair/typebox';
import { PageQuery } from '../platform/http/page.js';
import { flag, id, object, text } from '../platform/input/schema.js';

export const HoldScopeSchema = Type.Union(
  [
    Type.Literal('all'),
    object({
      source: text(200, 'Leads from this source, compared without case.'),
    }),
    object({ poolId: id('Leads of this pool.') }),
    object({ policyId: id('Leads under this policy.') }),
  ],
  { description: 'The leads that it covers: "all", { "source" }, { "poolId" } or { "policyId" }.' },
);

export const HoldBody = object({
  scope: { ...HoldScopeSchema, default: 'all' },
  until: Type.String({ format: 'instant', description: 'When it ends by itself: in the future, within a year.' }),
  reason: text(1_000, 'Why, in your own words. Timelines of leads show it.'),
});
export type HoldBody = Static<typeof HoldBody>;

export const UndoBody = object({
  from: Type.String({ format: 'instant', description: 'Moves and misses at this instant or later.' }),
  to: Type.String({ format: 'instant', description: 'Moves and misses before this instant.' }),
  scope: {
    ...HoldScopeSchema,
    default: 'all',
    description:
      'The leads: "all", { "source" }, { "poolId" } or { "policyId" }. A pool includes leads that a move took out of it.',
  },
  strike: flag(
    true,
    'Whether misses are struck as well: those under a version of a policy saved in the span that were not due by the version in force at `from`.',
  ),
});
export type UndoBody = Static<typeof UndoBody>;

export const UndoQuery = object({
  dryRun: flag(false, 'Only reports what would be done, and changes nothing.'),
});
export type UndoQuery = Static<typeof UndoQuery>;

export const HoldListQuery = object({
  ended: flag(false, '`true` lists holds that have ended, newest first; otherwise active ones.'),
  ...PageQuery,
});
export type HoldListQuery = Static<typeof HoldListQuery>;
