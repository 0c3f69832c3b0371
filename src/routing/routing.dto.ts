import { type Static, Type } from '@sinclair/typebox';
import { ConditionSchema } from '../conditions/condition.dto.js';

export const RULES_MAX = 500;

const Id = Type.String({ format: 'uuid' });
const closed = { additionalProperties: false } as const;

const AssignSchema = Type.Object(
  { poolId: Type.Optional(Id), repId: Type.Optional(Id) },
  { ...closed, minProperties: 1, maxProperties: 1, description: 'Exactly one of poolId and repId.' },
);

export const RuleSchema = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 200 }), when: ConditionSchema, assign: AssignSchema },
  closed,
);

/** `PUT /v1/routing`. The conditions are checked by `checkRules`. */
export const RoutingBody = Type.Object(
  {
    rules: Type.Array(RuleSchema, { maxItems: RULES_MAX, description: 'The first that matches wins.' }),
    fallback: Type.Optional(
      Type.Object(
        { poolId: Type.Optional(Id), queueOwnerId: Type.Optional(Id) },
        {
          ...closed,
          description: 'Where a lead goes when no rule matches or nobody is eligible, and who is told of the queue.',
        },
      ),
    ),
  },
  closed,
);
export type RoutingBody = Static<typeof RoutingBody>;
