import { type Static, Type } from '@sinclair/typebox';
import { CATEGORIES } from '../disposition/taxonomy.js';
import { CONTACT_OUTCOMES, TOUCH_KINDS } from '../vocabulary/touch-kinds.js';
import { ACTIONS_MAX, closed, duration, durationOrZero, MissActionSchema, oneOf } from './chain.dto.js';

/** Reminds the owner at once. */
export const ON_MISS = [{ after: 'PT0S', do: 'remind' as const }];
const missed = (until: string) => ({
  maxItems: ACTIONS_MAX,
  description: `What happens after a miss by the owner, until ${until}. By default they are reminded at once.`,
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
            description: 'The kinds of touch that keep the step: outbound, inside the window or before it.',
          }),
          after: durationOrZero(
            'When the window opens: the time after first touch, or after the step before was kept or missed, in the policy’s time: working or elapsed.',
          ),
          within: duration(
            'How long the window is open, in the policy’s time: working or elapsed. At its end the step is missed.',
          ),
        },
        closed,
      ),
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
        description: `How many booked meetings in a row count as a next step, each with the full time again; ${MEETINGS} by default.`,
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
      description: 'The number of attempts without contact: outbound, by people, in the present cycle.',
    }),
    over: durationOrZero(
      'The least time from the first attempt to the last, in the policy’s time: working or elapsed.',
    ),
    distinctDays: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: ATTEMPTS_MAX,
        description: 'On how many days, in the owner’s time zone; one by default.',
      }),
    ),
    minGap: Type.Optional(duration('Attempts of a kind that are closer together count as one. Always elapsed time.')),
    automatedEmail: Type.Boolean({ default: false, description: 'Whether automated e-mails count as attempts.' }),
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
      { ...closed, description: 'The reason with which the lead is closed.' },
    ),
  },
  closed,
);
export type UnreachableBody = Static<typeof UnreachableSchema>;
