import { Type } from '@sinclair/typebox';
import { OPERATORS } from '../conditions/condition.js';
import { id, instant, nullable, oneOf, thing } from '../platform/answer.js';
import { EXCLUDED_BY } from './eligibility.js';

const Scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);

/** The comparison that decided that a condition failed. */
export const FailedComparisonSchema = thing('FailedComparison', {
  field: Type.String({ examples: ['company.country'] }),
  op: oneOf(OPERATORS),
  value: Type.Optional(
    Type.Union([Scalar, Type.Array(Scalar)], { description: 'As the rule has it; absent for exists and missing' }),
  ),
  actual: Type.Union([Scalar, Type.Array(Type.String()), Type.Null()], {
    description: 'What the lead held there; null when it is missing',
  }),
  negated: Type.Optional(Type.Literal(true, { description: 'It stands under `not`: it failed by being true' })),
});

const TracedRuleSchema = thing('TracedRule', {
  name: Type.String(),
  matched: Type.Boolean(),
  failed: Type.Optional(FailedComparisonSchema),
});

const CandidateSchema = thing('Candidate', {
  repId: id(),
  poolId: Type.Optional(id({ description: 'Absent when the rep was asked for by name' })),
  eligible: Type.Boolean(),
  excludedBy: Type.Optional(oneOf(EXCLUDED_BY)),
  detail: Type.Optional(Type.String({ examples: ['untouched 3 of 3'] })),
  weight: Type.Optional(Type.Number()),
  credit: Type.Optional(
    Type.Number({ description: 'The number that was compared: with this lead’s share, before the winner paid' }),
  ),
});

export const TraceSchema = thing(
  'RoutingTrace',
  {
    at: instant(),
    rules: Type.Array(TracedRuleSchema, { description: 'Up to and including the one that matched' }),
    candidates: Type.Array(CandidateSchema),
    winner: nullable(id()),
    because: Type.String({ description: 'One plain sentence, with numbers' }),
  },
  { description: 'A decision as it was made at the time' },
);
