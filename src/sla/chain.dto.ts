import { type Static, Type } from '@sinclair/typebox';
import { CATEGORIES } from '../disposition/disposition.js';
import { flag, id, object, oneOf, text } from '../platform/input/schema.js';
import { CONTACT_OUTCOMES, TOUCH_KINDS } from '../vocabulary/touch-kinds.js';

export const duration = (description: string) => Type.String({ format: 'duration', maxLength: 100, description });
export const durationOrZero = (description: string) =>
  Type.String({ format: 'durationOrZero', maxLength: 100, description });

export const ACTIONS_MAX = 20;
const REPEATS_MAX = 9;

export const BreachActionSchema = object({
  after: durationOrZero('Time from the enforcement of the breach, in the policy’s time: working or elapsed.'),
  do: oneOf(['reassign', 'escalate'], { description: 'Move the lead to somebody else, or notify somebody.' }),
  to: Type.Optional(
    Type.Union(
      [
        Type.Literal('manager'),
        Type.Literal('managersManager'),
        Type.Literal('queueOwner'),
        object({ repId: id('The `id` of that rep.') }),
        object({ teamId: id('The `id` of the team.') }),
      ],
      {
        description:
          '"manager", "managersManager", "queueOwner", { "repId" } or { "teamId" }. Who is notified: "manager" (of the owner who missed: the `managerId` of that rep, else that of the team that was made first of those they are in, else the queue owner), "managersManager" (the manager of that manager, if there is one, else that manager), "queueOwner", { "repId" } or { "teamId" } (all active members of the team who are not away). If a rep is away (absent, not available or not active), their manager is notified instead, and so on up the line, then the queue owner; if a whole team is away, its manager. If everybody is away, the rep or team that was named. Only with "escalate", where it is "manager" by default.',
      },
    ),
  ),
  repeat: Type.Optional(
    object(
      {
        every: duration('The time between two notifications, in the policy’s time: working or elapsed.'),
        times: Type.Integer({
          minimum: 1,
          maximum: REPEATS_MAX,
          description: 'How often it is repeated after the first time.',
        }),
      },
      {
        description:
          'Notifies again, until what is owed was done or the lead or deal is closed. Only with "escalate". A list has at most 30 actions, repetitions included.',
      },
    ),
  ),
});

/** The chain of cadence steps and of decisions, which may also remind the owner. */
const MissActionSchema = object({
  ...BreachActionSchema.properties,
  do: oneOf(['remind', 'reassign', 'escalate'], {
    description: 'Remind the owner, move the lead or deal to somebody else, or notify somebody.',
  }),
});
export type BreachActionBody = Static<typeof MissActionSchema>;

/** Default chain: reminds the owner at once. */
export const ON_MISS = [{ after: 'PT0S', do: 'remind' as const }];
const missed = (until: string) => ({
  maxItems: ACTIONS_MAX,
  description: `What happens after a miss by the owner, until ${until}. By default they are reminded at once.`,
});

const STEPS_MAX = 20;
const MEETINGS_MAX = 20;

export const FollowUpSchema = object({
  steps: Type.Array(
    object({
      kinds: Type.Array(oneOf(TOUCH_KINDS), {
        minItems: 1,
        maxItems: TOUCH_KINDS.length,
        uniqueItems: true,
        description: 'The kinds of touch that keep the step: outbound, inside the window or before it.',
      }),
      after: durationOrZero(
        'When the window opens: the time after first touch, or after the step before was kept or missed, in the policy’s time: working or elapsed.',
      ),
      within: duration(
        'How long the window is open, in the policy’s time: working or elapsed. At its end the step is missed.',
      ),
    }),
    { minItems: 1, maxItems: STEPS_MAX, description: 'The steps, one after the other.' },
  ),
  stopOn: Type.Array(oneOf(CONTACT_OUTCOMES), {
    minItems: 1,
    maxItems: CONTACT_OUTCOMES.length,
    uniqueItems: true,
    default: [...CONTACT_OUTCOMES],
    description: 'Outcomes that count as contact, inbound or outbound, and end the cadence.',
  }),
  onMiss: Type.Array(MissActionSchema, {
    ...missed('somebody touches the lead or it is closed'),
    default: ON_MISS,
  }),
});
export type FollowUpBody = Static<typeof FollowUpSchema>;

export const MEETINGS = 3;
/** The descriptions state the defaults, because a union of schemas does not fill them in. */
const DecideSchema = object({
  within: duration('The time to decide, in the policy’s time: working or elapsed.'),
  meetings: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: MEETINGS_MAX,
      description: `How many booked meetings in a row count as a next step, each with the full time again; ${MEETINGS} by default.`,
    }),
  ),
  onMiss: Type.Optional(
    Type.Array(MissActionSchema, missed('a milestone is reached, a meeting is booked, or the lead is closed')),
  ),
});
export const DecideWithinSchema = Type.Union([
  duration('The time to decide, with the defaults of the rest.'),
  DecideSchema,
]);
export type DecideWithinBody = Static<typeof DecideWithinSchema>;

const DEAL_MISSED = {
  ...missed('the promise is kept or the deal is closed'),
  default: ON_MISS,
};
const dealDate = duration(
  'How soon after `expectedCloseAt` the owner closes the deal or names another date, in the policy’s time: working or elapsed.',
);
const acknowledge = Type.Optional(
  duration(
    'How much later a miss moves the deal if its owner has acknowledged the promise (`POST /v1/deals/{id}/clocks/{clockId}/acknowledge`), in the policy’s time: working or elapsed. Without it, none can be acknowledged.',
  ),
);
const before = (what: string) =>
  Type.Optional(duration(`How long before the end of the last day for notice, always in elapsed time, ${what}.`));

export const RenewalSchema = object({
  firstTalkBefore: before('the customer has been talked with: `firstTalkAt`, or a touch that reached somebody'),
  deciderNamedBefore: before('the `decisionMaker` is named'),
  committedBefore: before('the `category` is another one than `pipeline`'),
  dealDate: Type.Optional(dealDate),
  acknowledge,
  onMiss: Type.Array(MissActionSchema, DEAL_MISSED),
});
export type RenewalBody = Static<typeof RenewalSchema>;

export const DatedDealsSchema = object({ dealDate, acknowledge, onMiss: Type.Array(MissActionSchema, DEAL_MISSED) });
export type DatedDealsBody = Static<typeof DatedDealsSchema>;

const ATTEMPTS_MAX = 100;

export const UnreachableSchema = object({
  attempts: Type.Integer({
    minimum: 1,
    maximum: ATTEMPTS_MAX,
    description: 'The number of attempts without contact: outbound, by people, in the present cycle.',
  }),
  over: durationOrZero('The least time from the first attempt to the last, in the policy’s time: working or elapsed.'),
  distinctDays: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: ATTEMPTS_MAX,
      description: 'On how many days, in the owner’s time zone; one by default.',
    }),
  ),
  minGap: Type.Optional(duration('Attempts of a kind that are closer together count as one. Always elapsed time.')),
  automatedEmail: flag(false, 'Whether automated e-mails count as attempts.'),
  // biome-ignore lint/suspicious/noThenProperty: the word of the API, and no function
  then: object(
    {
      category: oneOf(CATEGORIES, { description: 'How the lead is closed.' }),
      reason: text(100, 'The `code` of a reason of that category that requires nothing.'),
    },
    { description: 'The reason with which the lead is closed.' },
  ),
});
export type UnreachableBody = Static<typeof UnreachableSchema>;

const TIMES_MAX = 100;

export const PauseLimitsSchema = object({
  most: Type.Optional(duration('The total time of pauses, always elapsed time; no limit by default.')),
  times: Type.Optional(
    Type.Integer({ minimum: 0, maximum: TIMES_MAX, description: 'The number of pauses; no limit by default.' }),
  ),
});
export type PauseLimitsBody = Static<typeof PauseLimitsSchema>;
