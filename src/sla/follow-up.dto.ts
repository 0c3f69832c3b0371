import { type Static, Type } from '@sinclair/typebox';
import { CATEGORIES } from '../disposition/taxonomy.js';
import { CONTACT_OUTCOMES, TOUCH_KINDS } from '../vocabulary/touch-kinds.js';
import { ACTIONS_MAX, closed, duration, durationOrZero, MissActionSchema, oneOf } from './chain.dto.js';

/** Reminds the owner at once. */
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
/** Its defaults stand in the description, because a union of schemas fills in none. */
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
