import { type Static, Type } from '@sinclair/typebox';
import { ConditionSchema } from '../conditions/condition.dto.js';
import { CATEGORIES } from '../disposition/reason.entity.js';
import { CONTACT_OUTCOMES, TOUCH_KINDS, TOUCH_OUTCOMES } from '../vocabulary/touch-kinds.js';

const closed = { additionalProperties: false } as const;
const duration = (description: string) => Type.String({ format: 'duration', maxLength: 100, description });
const oneOf = <const T extends string>(values: readonly T[], options: object = {}) =>
  Type.Unsafe<T>({ type: 'string', enum: [...values], ...options });
const NamedCalendar = Type.Object(
  { calendarId: Type.String({ format: 'uuid', description: 'The `id` of that calendar.' }) },
  closed,
);

const REPEATS_MAX = 9;

const After = Type.String({
  format: 'durationOrZero',
  maxLength: 100,
  description: 'Counted from the enforcement of the breach, in the policy’s time: working or elapsed.',
});

const BreachActionSchema = Type.Object(
  {
    after: After,
    do: oneOf(['reassign', 'escalate'], { description: 'Give the lead to somebody else, or tell somebody.' }),
    to: Type.Optional(
      Type.Union(
        [
          Type.Literal('manager'),
          Type.Literal('managersManager'),
          Type.Literal('queueOwner'),
          Type.Object({ repId: Type.String({ format: 'uuid', description: 'The `id` of that rep.' }) }, closed),
          Type.Object({ teamId: Type.String({ format: 'uuid', description: 'The `id` of that team.' }) }, closed),
        ],
        {
          description:
            '"manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is told: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in; the queue owner where there is none), "managersManager" (the manager of that one; where there is none, that one), "queueOwner", { "repId" } or { "teamId" } (everybody active in the team who is not away). In place of whoever is away (absent, not available or not active) their manager is told, and so on up the line, then the queue owner; in place of a team that is away, its manager. Where everybody is away, whoever was meant first. Only with "escalate", where it is "manager" by default.',
        },
      ),
    ),
    repeat: Type.Optional(
      Type.Object(
        {
          every: duration('The time from one telling to the next, in the policy’s time: working or elapsed.'),
          times: Type.Integer({
            minimum: 1,
            maximum: REPEATS_MAX,
            description: 'How often they are told again, after the first time.',
          }),
        },
        {
          ...closed,
          description:
            'Tells again, until somebody touches the lead or it is closed. Only with "escalate"; with its repeats a list has at most 30 actions.',
        },
      ),
    ),
  },
  closed,
);

/** What follows where a lead was worked on before: its owner may also be reminded. */
const MissActionSchema = Type.Object(
  {
    ...BreachActionSchema.properties,
    do: oneOf(['remind', 'reassign', 'escalate'], {
      description: 'Remind its owner, give the lead to somebody else, or tell somebody.',
    }),
  },
  closed,
);
export type BreachActionBody = Static<typeof MissActionSchema>;

const CountingTouchSchema = Type.Object(
  {
    kind: Type.Optional(oneOf(TOUCH_KINDS, { description: 'Of this kind alone; any but `other` by default.' })),
    direction: oneOf(['outbound', 'inbound'], {
      default: 'outbound',
      description: 'Whether the rep turned to the lead or the lead to the rep.',
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
          'With one of these outcomes; any by default. `bounced`, `wrongNumber`, `cancelled` and `noShow` never count.',
      }),
    ),
  },
  closed,
);

const ACTIONS_MAX = 20;
const WARNINGS_MAX = 10;
const MOVES_MAX = 100;

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
  },
  closed,
);
export type FirstTouchBody = Static<typeof FirstTouchSchema>;

const durationOrZero = (description: string) => Type.String({ format: 'durationOrZero', maxLength: 100, description });

/** The owner is reminded at once. */
export const ON_MISS = [{ after: 'PT0S', do: 'remind' as const }];
const missed = (until: string) => ({
  maxItems: ACTIONS_MAX,
  description: `What happens when the owner misses it, until ${until}; they are reminded at once by default.`,
});

const STEPS_MAX = 20;
const MEETINGS_MAX = 20;

export const FollowUpSchema = Type.Object(
  {
    steps: Type.Array(
      Type.Object(
        {
          kinds: Type.Array(oneOf(TOUCH_KINDS), {
            minItems: 1,
            maxItems: TOUCH_KINDS.length,
            uniqueItems: true,
            description: 'An outbound touch of one of these kinds keeps it, inside the window or before.',
          }),
          after: durationOrZero(
            'When the window opens: so long after the first touch, or after the step before was kept or missed, in the policy’s time: working or elapsed.',
          ),
          within: duration(
            'How long the window is open, in the policy’s time, working or elapsed: at its end the step is missed.',
          ),
        },
        closed,
      ),
      { minItems: 1, maxItems: STEPS_MAX, description: 'What is done, one after the other.' },
    ),
    stopOn: Type.Array(oneOf(CONTACT_OUTCOMES), {
      minItems: 1,
      maxItems: CONTACT_OUTCOMES.length,
      uniqueItems: true,
      default: [...CONTACT_OUTCOMES],
      description: 'Outcomes that are contact, whoever turned to whom: they end the cadence.',
    }),
    onMiss: Type.Array(MissActionSchema, {
      ...missed('somebody touches the lead or it is closed'),
      default: ON_MISS,
    }),
  },
  closed,
);
export type FollowUpBody = Static<typeof FollowUpSchema>;

export const MEETINGS = 3;
/** Its defaults stand in words: a schema that may be one of two fills in none. */
const DecideSchema = Type.Object(
  {
    within: duration('The time to decide, in the policy’s time: working or elapsed.'),
    meetings: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: MEETINGS_MAX,
        description: `So many booked meetings are a next step, each with the whole time again; ${MEETINGS} by default.`,
      }),
    ),
    onMiss: Type.Optional(
      Type.Array(MissActionSchema, missed('a milestone is reached, a meeting is booked, or the lead is closed')),
    ),
  },
  closed,
);
export const DecideWithinSchema = Type.Union([
  duration('The time to decide, with the defaults of the rest.'),
  DecideSchema,
]);
export type DecideWithinBody = Static<typeof DecideWithinSchema>;

const ATTEMPTS_MAX = 100;

export const UnreachableSchema = Type.Object(
  {
    attempts: Type.Integer({
      minimum: 1,
      maximum: ATTEMPTS_MAX,
      description: 'Attempts without contact: outbound, by people, in the present cycle.',
    }),
    over: durationOrZero(
      'At least so long from the first of them to the last, in the policy’s time: working or elapsed.',
    ),
    distinctDays: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: ATTEMPTS_MAX,
        description: 'On so many days, in the time zone of the owner; one by default.',
      }),
    ),
    minGap: Type.Optional(
      duration('Attempts of a kind that follow each other sooner are one; elapsed time, whatever the policy’s is.'),
    ),
    automatedEmail: Type.Boolean({ default: false, description: 'Whether automated e-mails are attempts as well.' }),
    // biome-ignore lint/suspicious/noThenProperty: the word of the API, and no function
    then: Type.Object(
      {
        category: oneOf(CATEGORIES, { description: 'How the lead is closed.' }),
        reason: Type.String({
          minLength: 1,
          maxLength: 100,
          description: 'The `code` of a reason of that category that requires nothing.',
        }),
      },
      { ...closed, description: 'With which reason it is moved out.' },
    ),
  },
  closed,
);
export type UnreachableBody = Static<typeof UnreachableSchema>;

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
  firstTouch: { ...FirstTouchSchema, description: 'The promise of a first touch.' },
  followUp: Type.Optional({
    ...FollowUpSchema,
    description:
      'The cadence between the first touch and contact. A new owner takes over where it stands, with a window that is open at once where it was.',
  }),
  decideWithin: Type.Optional({
    ...DecideWithinSchema,
    description:
      'A duration such as P5D, or an object with `within`, `meetings` and `onMiss`. A disposition, a milestone or a booked meeting is promised in this time after contact, after the last step of the cadence, and without a cadence after the first touch.',
  }),
  unreachable: Type.Optional({
    ...UnreachableSchema,
    description:
      'When a lead is closed by itself, because nobody can be reached, where the mode is `enforce`: with the last of so many attempts, of which each channel that the lead gave and allows has had one, or has turned out to be none.',
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
    applyTo: oneOf(['new'], {
      default: 'new',
      description: 'Leads that come from now on; clocks that run keep their version.',
    }),
  },
  closed,
);
export type PolicyReplacement = Static<typeof PolicyReplacement>;

/** Ids in the order in which policies are asked. */
export const PolicyOrder = Type.Array(Type.String({ format: 'uuid' }), {
  maxItems: 1_000,
  uniqueItems: true,
  description: 'The `id` of every policy, the one that is asked first at the beginning.',
});
export type PolicyOrder = Static<typeof PolicyOrder>;
