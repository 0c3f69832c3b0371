import { Type } from '@sinclair/typebox';
import { OPERATORS } from '../../conditions/condition-language.js';
import { id, instant, nullable, object, objectSchema, oneOf, optionalOneOf } from '../../platform/input/schema.js';
import { ACCOUNT_WAYS } from '../rules/of-account.js';
import { EXCLUDED_BY } from './eligibility.js';

const Scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);

export const FailedComparisonSchema = objectSchema('FailedComparison', 'The comparison that made a condition fail.', {
  field: Type.String({ description: 'The field of the lead.', examples: ['company.country'] }),
  op: oneOf(OPERATORS, { description: 'How it was compared.' }),
  value: Type.Optional(
    Type.Union([Scalar, Type.Array(Scalar)], { description: 'The value in the rule; absent for exists and missing.' }),
  ),
  actual: Type.Union([Scalar, Type.Array(Type.String()), Type.Null()], {
    description: 'The value in the lead; null if it is missing.',
  }),
  negated: Type.Optional(
    Type.Literal(true, { description: 'True under `not`: the condition failed because the comparison was true.' }),
  ),
});

const TracedRuleSchema = objectSchema('TracedRule', 'The result of a rule.', {
  name: Type.String({ description: 'The name of the rule.' }),
  matched: Type.Boolean({ description: 'Whether it matched the lead.' }),
  goesOn: Type.Optional(
    Type.Literal(true, {
      description: 'It leaves leads that no owner takes to the rules below. Absent if it does not.',
    }),
  ),
  failed: Type.Optional(FailedComparisonSchema),
});

export const CandidateSchema = objectSchema('Candidate', 'A candidate.', {
  repId: id('The rep.'),
  poolId: Type.Optional(id('The pool; absent if the rep was named.')),
  eligible: Type.Boolean({ description: 'Whether they were eligible.' }),
  excludedBy: optionalOneOf(EXCLUDED_BY, { description: 'Why they were excluded.' }),
  detail: Type.Optional(
    Type.String({
      description:
        'More about what excludes them: how full they are (`untouched 3 of 3`), what they lack (`without language de`), or when it ends (`until 2026-03-03T14:00:00.000Z`: an absence, a time of taking no new leads, or the time before their hours begin). For an eligible rep, until when they are outside their hours, in a pool that deals all the same (`offHours`: `share`).',
      examples: ['untouched 3 of 3'],
    }),
  ),
  weight: Type.Optional(Type.Number({ description: 'The member’s weight in the pool.' })),
  credit: Type.Optional(
    Type.Number({
      description:
        'Compared by `roundRobin`: how many leads they were behind their fair share by weight, including their share of this lead; below 0 if they were ahead.',
    }),
  ),
  load: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'Compared by `leastLoaded`: how many leads they had, as its `load` counts them.',
    }),
  ),
  loadPerWeight: Type.Optional(
    Type.Number({ minimum: 0, description: 'The load for each unit of weight. The lead goes to the lowest.' }),
  ),
  lastAssignedAt: Type.Optional(
    nullable(instant('When the pool last dealt them a lead; of equals, the earliest gets it. Null for never.')),
  ),
});

export const TraceSchema = objectSchema('RoutingTrace', 'A routing decision, as it was made at the time.', {
  version: Type.Integer({
    minimum: 1,
    description:
      'The version of the format in which the trace was stored, not of the rules. All versions read the same.',
  }),
  at: instant('When it was decided.'),
  rules: Type.Array(TracedRuleSchema, { description: 'The rules up to and including the one that matched.' }),
  account: Type.Optional(
    objectSchema('TracedAccount', 'The account of the lead.', {
      accountId: id('The account.'),
      by: oneOf(ACCOUNT_WAYS, { description: 'How it was found.' }),
      asked: Type.Array(oneOf(ACCOUNT_WAYS, { description: 'A way.' }), {
        description: 'The ways that were tried before, without a result.',
      }),
      protectedUntil: Type.Optional(
        instant(
          'Until when the account was protected, so that only its owner could get the lead. Absent if it was not.',
        ),
      ),
    }),
  ),
  skills: Type.Optional(
    Type.Array(
      objectSchema('NeededSkill', 'A skill that the owner needed.', {
        skill: Type.String({ description: 'The skill.' }),
        values: Type.Array(Type.String(), { description: 'One of these was enough.' }),
      }),
      { description: 'The skills that its rule required of its owner.' },
    ),
  ),
  candidates: Type.Array(CandidateSchema, {
    description:
      'The candidates, in the order of the pools. Reps see their own row and `others`. The end of an absence is shown for half a year.',
  }),
  others: Type.Optional(
    objectSchema('OtherCandidates', 'The candidates that the key does not see; absent for keys that see all.', {
      eligible: Type.Integer({ minimum: 0, description: 'How many were eligible.' }),
      excluded: Type.Partial(
        object(
          Object.fromEntries(
            EXCLUDED_BY.map((why) => [why, Type.Integer({ minimum: 1, description: `How many by \`${why}\`.` })]),
          ),
          { description: 'How many were excluded, by the reason.' },
        ),
      ),
    }),
  ),
  winner: nullable(id('The rep who got it; null for nobody.')),
  because: Type.String({ description: 'The reason, in one sentence with numbers.' }),
});
