import { Type } from '@sinclair/typebox';
import { OPERATORS } from '../conditions/condition.js';
import { id, instant, nullable, oneOf, thing } from '../platform/answer.js';
import { EXCLUDED_BY } from './eligibility.js';

const Scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);

/** The comparison that decided that a condition failed. */
export const FailedComparisonSchema = thing(
  'FailedComparison',
  'The comparison that decided that a condition failed.',
  {
    field: Type.String({ description: 'The field of the lead.', examples: ['company.country'] }),
    op: oneOf(OPERATORS, { description: 'How it was compared.' }),
    value: Type.Optional(
      Type.Union([Scalar, Type.Array(Scalar)], { description: 'As the rule has it; absent for exists and missing.' }),
    ),
    actual: Type.Union([Scalar, Type.Array(Type.String()), Type.Null()], {
      description: 'What the lead held there; null when it is missing.',
    }),
    negated: Type.Optional(Type.Literal(true, { description: 'It stands under `not`: it failed by being true.' })),
  },
);

const TracedRuleSchema = thing('TracedRule', 'How a rule came out.', {
  name: Type.String({ description: 'Of the rule.' }),
  matched: Type.Boolean({ description: 'Whether it matched the lead.' }),
  failed: Type.Optional(FailedComparisonSchema),
});

const CandidateSchema = thing('Candidate', 'Somebody who was looked at.', {
  repId: id('The rep.'),
  poolId: Type.Optional(id('The pool they are a member of; absent when the rep was asked for by name.')),
  eligible: Type.Boolean({ description: 'Whether they could have got it.' }),
  excludedBy: Type.Optional(oneOf(EXCLUDED_BY, { description: 'What stood in the way.' })),
  detail: Type.Optional(
    Type.String({ description: 'What stood in the way, exactly.', examples: ['untouched 3 of 3'] }),
  ),
  weight: Type.Optional(Type.Number({ description: 'Of the member in the pool.' })),
  credit: Type.Optional(
    Type.Number({
      description:
        'How many leads they were behind their fair share by weight, with their part of this lead in it and before anybody had it; below 0 they were ahead. It is what the round robin compares.',
    }),
  ),
});

export const TraceSchema = thing('RoutingTrace', 'A decision as it was made at the time.', {
  at: instant('When it was decided.'),
  rules: Type.Array(TracedRuleSchema, { description: 'Up to and including the one that matched.' }),
  candidates: Type.Array(CandidateSchema, { description: 'Everybody who was looked at, in the order of the pools.' }),
  winner: nullable(id('Who got it; null for nobody.')),
  because: Type.String({ description: 'Why, in one plain sentence, with numbers.' }),
});
