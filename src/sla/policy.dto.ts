import { type Static, Type } from '@sinclair/typebox';
import { ConditionSchema } from '../conditions/condition.dto.js';
import { AS_READ } from '../configuration/resource.schema.js';
import { flag, id, object, oneOf, text } from '../platform/input/schema.js';
import { TOUCH_KINDS, TOUCH_OUTCOMES } from '../vocabulary/touch-kinds.js';
import {
  ACTIONS_MAX,
  BreachActionSchema,
  DatedDealsSchema,
  DecideWithinSchema,
  duration,
  durationOrZero,
  FollowUpSchema,
  PauseLimitsSchema,
  RenewalSchema,
  UnreachableSchema,
} from './chain.dto.js';
import { MAX_RECYCLES, ON_INQUIRY } from './policy.js';

const NamedCalendar = object({ calendarId: id('The `id` of that calendar.') });

const CountingTouchSchema = object({
  kind: Type.Optional(oneOf(TOUCH_KINDS, { description: 'Only this kind; any but `other` by default.' })),
  direction: oneOf(['outbound', 'inbound'], {
    default: 'outbound',
    description: '`outbound`: the rep contacted the lead. `inbound`: the lead contacted the rep.',
  }),
  minSeconds: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 86_400, description: 'The least duration in seconds.' }),
  ),
  outcomes: Type.Optional(
    Type.Array(oneOf(TOUCH_OUTCOMES), {
      minItems: 1,
      maxItems: TOUCH_OUTCOMES.length,
      uniqueItems: true,
      description:
        'Only these outcomes. By default any but `bounced`, `wrongNumber`, `cancelled` and `noShow`, which count only if they are named.',
    }),
  ),
});

const WARNINGS_MAX = 10;
const MOVES_MAX = 100;
const RECYCLES_MAX = 100;

const FirstTouchSchema = object({
  within: duration('The owner’s time for first touch, from the assignment, in the policy’s time: working or elapsed.'),
  afterHours: Type.Optional(
    duration(
      'Replaces `within` if the lead is assigned outside working hours, in the policy’s time: working or elapsed.',
    ),
  ),
  leadWithin: Type.Optional(
    duration(
      'The company’s time for first touch, from receipt, in the policy’s time: working or elapsed. Without it, that time is only measured.',
    ),
  ),
  leadCalendar: Type.Union([Type.Literal('pool'), NamedCalendar], {
    default: 'pool',
    description: '"pool" or { "calendarId" }. Whose working hours count for the company.',
  }),
  startFrom: oneOf(['received', 'submitted'], {
    default: 'received',
    description:
      'Whether the company’s clock counts from when the lead was received or from when its form was submitted.',
  }),
  counts: Type.Array(CountingTouchSchema, {
    minItems: 1,
    maxItems: ACTIONS_MAX,
    default: [{ direction: 'outbound' }],
    description: 'The touches that keep the promise: any that matches one of these. Automated ones never do.',
  }),
  by: oneOf(['anyone', 'owner'], { default: 'anyone', description: 'Whose touch counts.' }),
  warnAt: Type.Array(Type.Number({ exclusiveMinimum: 0, maximum: 99 }), {
    maxItems: WARNINGS_MAX,
    default: [],
    description: 'When the owner is warned, as shares of the time: fractions below 1, or percent from 1 to 99.',
  }),
  onBreach: Type.Array(BreachActionSchema, {
    maxItems: ACTIONS_MAX,
    default: [
      { after: 'PT0S', do: 'reassign' },
      { after: 'PT15M', do: 'escalate', to: 'manager' },
    ],
    description: 'What happens after a miss by the owner, until somebody touches the lead or it is closed.',
  }),
  onLeadBreach: Type.Array(BreachActionSchema, {
    maxItems: ACTIONS_MAX,
    default: [],
    description: 'What happens after the company misses its deadline (`leadWithin`).',
  }),
  maxReassignments: Type.Integer({
    minimum: 0,
    maximum: MOVES_MAX,
    default: 3,
    description: 'How often a lead may move in a cycle. Then the last owner keeps it.',
  }),
  onCorrection: oneOf(['stay', 'return'], {
    default: 'stay',
    description:
      'What happens with a lead that a miss moved, if the former owner turns out to have touched it in time. `return`: they get it back, unless they are away, the new owner has worked on it, or it has moved otherwise since.',
  }),
  acknowledge: Type.Optional(
    duration(
      'How much later a miss moves the lead if its owner has acknowledged it (`POST /v1/leads/{id}/acknowledge`), in the policy’s time: working or elapsed. Without it, leads cannot be acknowledged.',
    ),
  ),
});
export type FirstTouchBody = Static<typeof FirstTouchSchema>;

/** Long enough to read the notification and act on it, but not a second window. */
export const GRACE = 'PT15M';

const name = text(200, 'Its name, unique among policies, compared without case.');
const shape = {
  mode: oneOf(['enforce', 'notify', 'measure'], {
    default: 'enforce',
    description: '`enforce` acts, `notify` only notifies people, `measure` only records what would have happened.',
  }),
  when: { ...ConditionSchema, default: {} },
  time: oneOf(['working', 'elapsed'], {
    default: 'working',
    description: 'Whether durations count only during working hours, or always.',
  }),
  calendar: Type.Union([Type.Literal('owner'), Type.Literal('pool'), NamedCalendar], {
    default: 'owner',
    description:
      '"owner", "pool" or { "calendarId" }. Whose working hours count for the owner: their own, those of the pool, or those of one calendar.',
  }),
  grace: {
    ...durationOrZero(
      'The least time that an owner has left if a change (of a calendar, an absence, a rep or the policy) would make a clock due, in the policy’s time: working or elapsed. They are notified.',
    ),
    default: GRACE,
  },
  leadHours: flag(
    false,
    'Whether the time for a first touch and for steps of the cadence counts only while the lead may be contacted: within `contactHours` of the settings, in the lead’s local time, by any channel that keeps the promise and that the lead has and allows. `afterHours` applies to leads assigned outside of that time. With `time: "elapsed"` only the lead’s hours count.',
  ),
  firstTouch: { ...FirstTouchSchema, description: 'The promise of a first touch.' },
  followUp: Type.Optional({
    ...FollowUpSchema,
    description:
      'The cadence between first touch and contact. A new owner takes over the present step, with a window that is open at once if it was open.',
  }),
  decideWithin: Type.Optional({
    ...DecideWithinSchema,
    description:
      'A time above zero, such as P5D, or an object with `within` and, if you like, `meetings` and `onMiss`. A disposition, a milestone or a booked meeting has to follow in this time after contact, after the last step of the cadence, or, without a cadence, after first touch. If a booked meeting says when it takes place (`meetingAt`), the time counts from then.',
  }),
  unreachable: Type.Optional({
    ...UnreachableSchema,
    description:
      'When the engine closes a lead as unreachable, in the mode `enforce`: with the last of so many attempts, at least one on each channel that the lead gave and allows, unless that channel turned out to be invalid. A lead with an open deal stays open.',
  }),
  renewal: Type.Optional({
    ...RenewalSchema,
    description:
      'What is promised about open renewals: deals of the type `renewal` that renew a term of a contract; `dealDate` about all of that type. A deal has the promises of the first policy that has this part and whose `when` matches what is known of it: `source`, `channel`, `campaign`, `account` and `company`. A miss moves the deal to the manager of its owner where `onMiss` says `reassign`.',
  }),
  deals: Type.Optional({
    ...DatedDealsSchema,
    description: 'What is promised about all other open deals, by the first policy that has this part and matches.',
  }),
  pauseWhile: Type.Optional({
    ...ConditionSchema,
    description:
      'A condition as in `when`. All clocks of the lead, also the company’s, are paused while it matches. `PATCH /v1/leads/{id}` can make it match or stop matching.',
  }),
  pauses: Type.Optional({
    ...PauseLimitsSchema,
    description:
      'How much a rep may pause a lead by hand in a cycle (`POST /v1/leads/{id}/pause`); no limit by default. Managers and admins may exceed it.',
  }),
  onInquiry: oneOf(ON_INQUIRY, {
    default: 'renew',
    description:
      'What becomes of the promises of an open lead when the person asks again. `renew`: if nobody owes a first touch, and nobody has spoken to them within a day, a new cycle begins with one; otherwise they run on. `keep`: they run on. `restart`: its owner owes a first touch again in the same cycle, in its full time, unless one is still owed.',
  }),
  maxRecycles: Type.Integer({
    minimum: 0,
    maximum: RECYCLES_MAX,
    default: MAX_RECYCLES,
    description: 'How often a lead comes back from recycling. Recycled once more, it stays closed.',
  }),
};

/** A policy for previews, which need not have a name yet. */
export const PolicyShape = object(
  { ...AS_READ, name: Type.Optional(name), ...shape },
  { description: 'A policy, which need not be saved. A saved one may be sent as it was read.' },
);
export type PolicyShape = Static<typeof PolicyShape>;

export const PolicyBody = object({ name, ...shape });
export type PolicyBody = Static<typeof PolicyBody>;

export const PolicyReplacement = object({
  name,
  ...shape,
  applyTo: oneOf(['new', 'open'], {
    default: 'new',
    description:
      '`new`: for leads that come in from now on; running clocks keep their version. `open`: open leads with an older version get this one as well, whether or not its `when` matches them. Running clocks are promised by it from their start, with the `grace`; misses stay misses. Open leads without a policy get it if it is the first whose `when` matches them: their promises begin now, with at least the `grace`. Leads of other policies keep them.',
  }),
});
export type PolicyReplacement = Static<typeof PolicyReplacement>;
