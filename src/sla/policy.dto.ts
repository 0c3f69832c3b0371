import { type Static, Type } from '@sinclair/typebox';
import { ConditionSchema } from '../conditions/condition.dto.js';
import { TOUCH_KINDS, TOUCH_OUTCOMES } from '../vocabulary/touch-kinds.js';
import { ACTIONS_MAX, BreachActionSchema, closed, duration, durationOrZero, oneOf } from './chain.dto.js';
import { DecideWithinSchema, FollowUpSchema, UnreachableSchema } from './follow-up.dto.js';
import { PauseLimitsSchema } from './pauses.dto.js';
import { MAX_RECYCLES } from './policy.js';

const NamedCalendar = Type.Object(
  { calendarId: Type.String({ format: 'uuid', description: 'The `id` of that calendar.' }) },
  closed,
);

const CountingTouchSchema = Type.Object(
  {
    kind: Type.Optional(oneOf(TOUCH_KINDS, { description: 'Of this kind alone; any but `other` by default.' })),
    direction: oneOf(['outbound', 'inbound'], {
      default: 'outbound',
      description: '`outbound`: the rep contacted the lead. `inbound`: the lead contacted the rep.',
    }),
    minSeconds: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 86_400, description: 'That took at least so many seconds.' }),
    ),
    outcomes: Type.Optional(
      Type.Array(oneOf(TOUCH_OUTCOMES), {
        minItems: 1,
        maxItems: TOUCH_OUTCOMES.length,
        uniqueItems: true,
        description:
          'With one of these outcomes. By default any but `bounced`, `wrongNumber`, `cancelled` and `noShow`, which count only where they are named.',
      }),
    ),
  },
  closed,
);

const WARNINGS_MAX = 10;
const MOVES_MAX = 100;
const RECYCLES_MAX = 100;

export const FirstTouchSchema = Type.Object(
  {
    within: duration('What every owner promises, from the assignment, in the policy’s time: working or elapsed.'),
    afterHours: Type.Optional(
      duration(
        'In place of `within` where the lead is assigned outside working hours, in the policy’s time: working or elapsed.',
      ),
    ),
    leadWithin: Type.Optional(
      duration(
        'What the company promises, from receipt, in the policy’s time: working or elapsed. Without it that is only measured.',
      ),
    ),
    leadCalendar: Type.Union([Type.Literal('pool'), NamedCalendar], {
      default: 'pool',
      description: '"pool" or { "calendarId" }',
    }),
    startFrom: oneOf(['received', 'submitted'], {
      default: 'received',
      description: 'Whether the lead’s own clock counts from `receivedAt` or from `submittedAt`.',
    }),
    counts: Type.Array(CountingTouchSchema, {
      minItems: 1,
      maxItems: ACTIONS_MAX,
      default: [{ direction: 'outbound' }],
      description: 'What keeps the promise: a touch that is like one of these. Automated ones never do.',
    }),
    by: oneOf(['anyone', 'owner'], { default: 'anyone', description: 'Whose touch counts.' }),
    warnAt: Type.Array(Type.Number({ exclusiveMinimum: 0, maximum: 99 }), {
      maxItems: WARNINGS_MAX,
      default: [],
      description:
        'When the owner is warned: shares of the time allowed, as fractions below 1 or as percent from 1 to 99.',
    }),
    onBreach: Type.Array(BreachActionSchema, {
      maxItems: ACTIONS_MAX,
      default: [
        { after: 'PT0S', do: 'reassign' },
        { after: 'PT15M', do: 'escalate', to: 'manager' },
      ],
      description: 'What happens when an owner misses it, until somebody touches the lead or it is closed.',
    }),
    onLeadBreach: Type.Array(BreachActionSchema, {
      maxItems: ACTIONS_MAX,
      default: [],
      description: 'What happens when the company misses `leadWithin`.',
    }),
    maxReassignments: Type.Integer({
      minimum: 0,
      maximum: MOVES_MAX,
      default: 3,
      description: 'So often it is moved in a cycle; then the last owner keeps it.',
    }),
    onCorrection: oneOf(['stay', 'return'], {
      default: 'stay',
      description:
        'What becomes of a lead that a miss moved, when its owner of then turns out to have touched it in time. `return`: they get it back, unless they are away, the new owner has worked on it too, or it has been moved otherwise since.',
    }),
    acknowledge: Type.Optional(
      duration(
        'So much later a miss moves the lead where its owner has said that they know of it (`POST /v1/leads/{id}/acknowledge`), in the policy’s time: working or elapsed. Without it nobody can hold a move.',
      ),
    ),
  },
  closed,
);
export type FirstTouchBody = Static<typeof FirstTouchSchema>;

/** Long enough to be read and acted on, but not a second window. */
export const GRACE = 'PT15M';

const name = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'What it is called; no two policies have one name, without case.',
});
const shape = {
  mode: oneOf(['enforce', 'notify', 'measure'], {
    default: 'enforce',
    description:
      '`enforce` does all it says, `notify` only tells people, `measure` only records what would have happened.',
  }),
  when: { ...ConditionSchema, default: {} },
  time: oneOf(['working', 'elapsed'], {
    default: 'working',
    description: 'Whether its durations count only while the calendar is open, or always.',
  }),
  calendar: Type.Union([Type.Literal('owner'), Type.Literal('pool'), NamedCalendar], {
    default: 'owner',
    description: '"owner", "pool" or { "calendarId" }',
  }),
  grace: {
    ...durationOrZero(
      'What the owner has left at least where a change (of a calendar, an absence, a rep, the policy itself) would make a clock due, in the policy’s time: working or elapsed. They are told.',
    ),
    default: GRACE,
  },
  leadHours: Type.Boolean({
    default: false,
    description:
      'Whether the time of a first touch and of a step of the cadence counts only while the lead may be contacted, too, by the `contactHours` of the settings in its own local time: in any of the ways that keep the promise, that it has given an address for and has not forbidden. `afterHours` is for leads that are assigned outside of it. With `time: "elapsed"` it counts in the hours of the lead alone.',
  }),
  firstTouch: { ...FirstTouchSchema, description: 'The promise of a first touch.' },
  followUp: Type.Optional({
    ...FollowUpSchema,
    description:
      'The cadence between the first touch and contact. A new owner takes over where it stands, with a window that is open at once where it was.',
  }),
  decideWithin: Type.Optional({
    ...DecideWithinSchema,
    description:
      'A duration above zero such as P5D, or an object with `within`, `meetings` and `onMiss`. A disposition, a milestone or a booked meeting is promised in this time after contact, after the last step of the cadence, and without a cadence after the first touch.',
  }),
  unreachable: Type.Optional({
    ...UnreachableSchema,
    description:
      'When a lead is closed by itself, because nobody can be reached, where the mode is `enforce`: with the last of so many attempts, of which each channel that the lead gave and allows has had one, or has turned out to be none.',
  }),
  pauseWhile: Type.Optional({
    ...ConditionSchema,
    description:
      'All its clocks stand still while the lead is like this, the company’s too: a condition as in `when`. Changed with `PATCH /v1/leads/{id}`, a lead comes under it, or is free of it.',
  }),
  pauses: Type.Optional({
    ...PauseLimitsSchema,
    description:
      'What a rep may pause of a lead by hand, in a cycle (`POST /v1/leads/{id}/pause`); without it there is no limit. Managers and admins may go beyond it.',
  }),
  maxRecycles: Type.Integer({
    minimum: 0,
    maximum: RECYCLES_MAX,
    default: MAX_RECYCLES,
    description: 'So often a lead comes back from recycling; recycled once more, it stays closed.',
  }),
};

/** A policy before it has a name, for previews. */
export const PolicyShape = Type.Object(
  { name: Type.Optional(name), ...shape },
  { ...closed, description: 'A policy that need not be saved.' },
);
export type PolicyShape = Static<typeof PolicyShape>;

export const PolicyBody = Type.Object({ name, ...shape }, closed);
export type PolicyBody = Static<typeof PolicyBody>;

export const PolicyReplacement = Type.Object(
  {
    name,
    ...shape,
    applyTo: oneOf(['new', 'open'], {
      default: 'new',
      description:
        '`new`: leads that come from now on, and clocks that run keep their version. `open`: open leads that have an older version of the policy get this one as well, whatever its `when` says of them: what runs is promised by it from its beginning, with the `grace`; what was missed stays missed.',
    }),
  },
  closed,
);
export type PolicyReplacement = Static<typeof PolicyReplacement>;

/** Policy ids, in the order in which they are matched. */
export const PolicyOrder = Type.Array(Type.String({ format: 'uuid' }), {
  maxItems: 1_000,
  uniqueItems: true,
  description: 'The `id` of every policy, the one that is asked first at the beginning.',
});
export type PolicyOrder = Static<typeof PolicyOrder>;
