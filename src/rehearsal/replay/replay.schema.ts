import { type Static, Type } from '@sinclair/typebox';
import { id, instant, nullable, thing } from '../../platform/answer.js';
import { PoolBody } from '../../routing/pool.dto.js';
import { RULES_MAX, RuleSchema } from '../../routing/routing.dto.js';

export const DIFFERENCES_MAX = 20;

/** Read-only fields of a pool, accepted so that pools can be sent back as read. */
const AS_READ = Type.Optional(Type.Unknown({ description: 'Ignored: what a pool that was read has beside the rest.' }));

/** A draft, and the span to replay. What is left out stays as saved. */
export const ReplayBody = Type.Object(
  {
    from: Type.String({ format: 'instant', description: 'What was routed at this instant or later.' }),
    to: Type.String({ format: 'instant', description: 'What was routed before this instant.' }),
    rules: Type.Optional(
      Type.Array(RuleSchema, { maxItems: RULES_MAX, description: 'Rules instead of the saved ones.' }),
    ),
    pools: Type.Optional(
      Type.Array(
        Type.Object(
          {
            ...PoolBody.properties,
            id: Type.String({ format: 'uuid', description: 'The pool that it stands for.' }),
            ...{ version: AS_READ, createdAt: AS_READ, updatedAt: AS_READ },
          },
          { additionalProperties: false },
        ),
        {
          minItems: 1,
          maxItems: 100,
          description: 'Pools as they would be, each in the place of the saved one: read them, and change them.',
        },
      ),
    ),
  },
  { additionalProperties: false },
);
export type ReplayBody = Static<typeof ReplayBody>;

const number = (description: string) => Type.Integer({ minimum: 0, description });

const PlaceSchema = thing('ReplayedPlace', 'Where a lead went.', {
  repId: nullable(id('Its owner; null while it waits.')),
  poolId: nullable(id('The pool that it came out of; null for none.')),
  rule: nullable(Type.String(), 'The name of the rule; null for none.'),
  because: nullable(Type.String(), 'Why, in a sentence; null where nothing was decided.'),
});

const BESIDE = {
  would: number('With the draft.'),
  was: number('What really happened.'),
};

export const ReplaySchema = thing(
  'RoutingReplay',
  'Who would have got the leads of a time, beside who got them. Test leads are left out.',
  {
    from: instant('The request.'),
    to: instant('The request.'),
    leads: number('The leads that were routed in the time.'),
    same: number('Those of them that would have gone to the same owners throughout.'),
    different: number('Those that would not.'),
    waited: thing('ReplayedWaiting', 'Leads that had to wait for somebody.', BESIDE),
    closedByRules: thing('ReplayedClosings', 'Leads that a rule closed as they came in.', BESIDE),
    byRep: Type.Array(
      thing('ReplayOfRep', 'The leads that a rep got, also those that moved to them later.', {
        repId: id('The rep.'),
        ...BESIDE,
      }),
      { description: 'Whoever would have got most comes first.' },
    ),
    byRule: Type.Array(
      thing('ReplayOfRule', 'The leads of a rule as they were routed first.', {
        rule: nullable(Type.String(), 'Its name; null for leads that no rule matched.'),
        ...BESIDE,
      }),
      { description: 'In the order of the draft; then rules that it does not have.' },
    ),
    neverMatched: Type.Array(Type.String(), { description: 'The rules of the draft that no lead matched.' }),
    differences: Type.Array(
      thing('ReplayedDifference', 'A lead that would have gone to somebody else.', {
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
