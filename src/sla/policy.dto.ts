import { type Static, Type } from '@sinclair/typebox';
import { ConditionSchema } from '../conditions/condition.dto.js';
import { TOUCH_KINDS, TOUCH_OUTCOMES } from '../vocabulary/touch-kinds.js';

const closed = { additionalProperties: false } as const;
const Duration = Type.String({ format: 'duration', maxLength: 100 });
const oneOf = <const T extends string>(values: readonly T[], options: object = {}) =>
  Type.Unsafe<T>({ type: 'string', enum: [...values], ...options });
const NamedCalendar = Type.Object({ calendarId: Type.String({ format: 'uuid' }) }, closed);

const After = Type.String({
  format: 'durationOrZero',
  maxLength: 100,
  description: 'Counted from the enforcement of the breach, in the policy’s time.',
});

const BreachActionSchema = Type.Object(
  {
    after: After,
    do: oneOf(['reassign', 'escalate']),
    to: Type.Optional(
      Type.Union(
        [
          Type.Literal('manager'),
          Type.Literal('queueOwner'),
          Type.Object({ repId: Type.String({ format: 'uuid' }) }, closed),
        ],
        {
          description:
            '"manager" (of the owner who missed), "queueOwner" or { "repId" }; only with "escalate", where it is "manager" by default',
        },
      ),
    ),
  },
  closed,
);
export type BreachActionBody = Static<typeof BreachActionSchema>;

const CountingTouchSchema = Type.Object(
  {
    kind: Type.Optional(oneOf(TOUCH_KINDS)),
    direction: oneOf(['outbound', 'inbound'], { default: 'outbound' }),
    minSeconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
    outcomes: Type.Optional(
      Type.Array(oneOf(TOUCH_OUTCOMES), { minItems: 1, maxItems: TOUCH_OUTCOMES.length, uniqueItems: true }),
    ),
  },
  closed,
);

const ACTIONS_MAX = 20;
const WARNINGS_MAX = 10;
const MOVES_MAX = 100;

export const FirstTouchSchema = Type.Object(
  {
    within: Duration,
    afterHours: Type.Optional(Duration),
    leadWithin: Type.Optional(Duration),
    leadCalendar: Type.Union([Type.Literal('pool'), NamedCalendar], {
      default: 'pool',
      description: '"pool" or { "calendarId" }',
    }),
    startFrom: oneOf(['received', 'submitted'], { default: 'received' }),
    counts: Type.Array(CountingTouchSchema, {
      minItems: 1,
      maxItems: ACTIONS_MAX,
      default: [{ direction: 'outbound' }],
    }),
    by: oneOf(['anyone', 'owner'], { default: 'anyone' }),
    warnAt: Type.Array(Type.Number({ exclusiveMinimum: 0, maximum: 99 }), {
      maxItems: WARNINGS_MAX,
      default: [],
      description:
        'When the owner is warned: shares of the time allowed, as fractions below 1 or as percent from 1 to 99',
    }),
    onBreach: Type.Array(BreachActionSchema, {
      maxItems: ACTIONS_MAX,
      default: [
        { after: 'PT0S', do: 'reassign' },
        { after: 'PT15M', do: 'escalate', to: 'manager' },
      ],
    }),
    onLeadBreach: Type.Array(BreachActionSchema, { maxItems: ACTIONS_MAX, default: [] }),
    maxReassignments: Type.Integer({ minimum: 0, maximum: MOVES_MAX, default: 3 }),
  },
  closed,
);
export type FirstTouchBody = Static<typeof FirstTouchSchema>;

const name = Type.String({ minLength: 1, maxLength: 200 });
const shape = {
  mode: oneOf(['enforce', 'notify', 'measure'], { default: 'enforce' }),
  when: { ...ConditionSchema, default: {} },
  time: oneOf(['working', 'elapsed'], { default: 'working' }),
  calendar: Type.Union([Type.Literal('owner'), Type.Literal('pool'), NamedCalendar], {
    default: 'owner',
    description: '"owner", "pool" or { "calendarId" }',
  }),
  firstTouch: FirstTouchSchema,
};

/** A policy before it has a name, for previews. */
export const PolicyShape = Type.Object({ name: Type.Optional(name), ...shape }, closed);
export type PolicyShape = Static<typeof PolicyShape>;

export const PolicyBody = Type.Object({ name, ...shape }, closed);
export type PolicyBody = Static<typeof PolicyBody>;

export const PolicyReplacement = Type.Object(
  {
    name,
    ...shape,
    applyTo: oneOf(['new'], {
      default: 'new',
      description: 'Leads that come from now on; clocks that run keep their version',
    }),
  },
  closed,
);
export type PolicyReplacement = Static<typeof PolicyReplacement>;

/** Ids in the order in which policies are asked. */
export const PolicyOrder = Type.Array(Type.String({ format: 'uuid' }), { maxItems: 1_000, uniqueItems: true });
export type PolicyOrder = Static<typeof PolicyOrder>;
