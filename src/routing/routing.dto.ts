import { type Static, Type } from '@sinclair/typebox';
import { ConditionSchema } from '../conditions/condition.dto.js';
import { withFaultWords } from '../platform/fault-words.js';

export const RULES_MAX = 500;

const optionalId = (description: string) => Type.Optional(Type.String({ format: 'uuid', description }));
const closed = { additionalProperties: false } as const;

const AssignSchema = withFaultWords(
  Type.Object(
    { poolId: optionalId('A pool, which deals the lead to one of its members.'), repId: optionalId('A rep, by name.') },
    {
      ...closed,
      minProperties: 1,
      maxProperties: 1,
      description: 'Who gets matching leads: exactly one of poolId and repId.',
    },
  ),
  {
    minProperties: 'Expected a poolId, whose members take turns, or the repId of who gets it.',
    maxProperties:
      'Both poolId and repId are given: leave out repId to have the pool deal it, or poolId to give it to that rep.',
  },
);

export const RuleSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200, description: 'Its name, which traces show.' }),
    when: ConditionSchema,
    assign: AssignSchema,
  },
  closed,
);

/** `PUT /v1/routing`. The conditions are checked by `checkRules`. */
export const RoutingBody = Type.Object(
  {
    rules: Type.Array(RuleSchema, { maxItems: RULES_MAX, description: 'The rules. The first that matches wins.' }),
    fallback: Type.Optional(
      Type.Object(
        {
          poolId: optionalId('The pool for such leads; without one they wait in the queue.'),
          queueOwnerId: optionalId('The rep who is notified of leads in the queue.'),
        },
        {
          ...closed,
          description: 'Where a lead goes if no rule matches or nobody is eligible, and who is notified of the queue.',
        },
      ),
    ),
  },
  closed,
);
export type RoutingBody = Static<typeof RoutingBody>;
