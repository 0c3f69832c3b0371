import { type Static, Type } from '@sinclair/typebox';
import { AS_READ } from '../../configuration/resource.schema.js';
import { id, instant, nullable, object, objectSchema } from '../../platform/input/schema.js';
import { PoolBody } from '../../routing/pools/pool.dto.js';
import { RULES_MAX, RuleSchema } from '../../routing/rules/routing.dto.js';

export const DIFFERENCES_MAX = 20;

/** A draft, and the span to replay. What is left out stays as saved. */
export const ReplayBody = object({
  from: Type.String({ format: 'instant', description: 'Leads that were routed at this instant or later.' }),
  to: Type.String({ format: 'instant', description: 'Leads that were routed before this instant.' }),
  rules: Type.Optional(
    Type.Array(RuleSchema, { maxItems: RULES_MAX, description: 'Rules instead of the saved ones.' }),
  ),
  pools: Type.Optional(
    Type.Array(
      object({
        ...AS_READ,
        ...PoolBody.properties,
        id: id('The saved pool that it replaces.'),
      }),
      {
        minItems: 1,
        maxItems: 100,
        description: 'Pools as they would be, each in the place of the saved one: read them, and change them.',
      },
    ),
  ),
});
export type ReplayBody = Static<typeof ReplayBody>;

const number = (description: string) => Type.Integer({ minimum: 0, description });

const PlaceSchema = objectSchema('ReplayedPlace', 'Where a lead went.', {
  repId: nullable(id('Its owner; null while it waits.')),
  poolId: nullable(id('The pool that it came out of; null for none.')),
  rule: nullable(Type.String(), 'The name of the rule; null for none.'),
  because: nullable(Type.String(), 'Why, in a sentence; null where nothing was decided.'),
});

const BESIDE = {
  would: number('With the draft.'),
  was: number('What really happened.'),
};

export const ReplaySchema = objectSchema(
  'RoutingReplay',
  'Who would have got the leads of a span, and who got them. Test leads are left out.',
  {
    from: instant('The request.'),
    to: instant('The request.'),
    leads: number('The leads that were routed in the span.'),
    same: number('Leads that would have gone to the same owners throughout.'),
    different: number('Leads that would have gone to other owners.'),
    waited: objectSchema('ReplayedWaiting', 'Leads that had to wait for an owner.', BESIDE),
    closedByRules: objectSchema('ReplayedClosings', 'Leads that a rule closed as they came in.', BESIDE),
    byRep: Type.Array(
      objectSchema('ReplayOfRep', 'The leads that a rep got, also those that moved to them later.', {
        repId: id('The rep.'),
        ...BESIDE,
      }),
      { description: 'The reps who would have got most come first.' },
    ),
    byRule: Type.Array(
      objectSchema('ReplayOfRule', 'The leads of a rule as they were routed first.', {
        rule: nullable(Type.String(), 'Its name; null for leads that no rule matched.'),
        ...BESIDE,
      }),
      { description: 'In the order of the draft; then rules that it does not have.' },
    ),
    neverMatched: Type.Array(Type.String(), { description: 'The rules of the draft that no lead matched.' }),
    differences: Type.Array(
      objectSchema('ReplayedDifference', 'A lead that would have gone to somebody else.', {
        leadId: id('The lead.'),
        at: instant('When it first went another way.'),
        cause: Type.String({ description: 'Why it was routed then, such as intake or breach.' }),
        would: PlaceSchema,
        was: PlaceSchema,
      }),
      { maxItems: DIFFERENCES_MAX, description: `The first ${DIFFERENCES_MAX}, the earliest first.` },
    ),
  },
);
