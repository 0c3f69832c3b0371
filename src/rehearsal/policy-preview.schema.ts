import { type Static, Type } from '@sinclair/typebox';
import { ClockSchema } from '../clocks/clock.schema.js';
import { TouchBody } from '../leads/activity.dto.js';
import { LeadBody } from '../leads/lead.dto.js';
import { LEAD_STATUSES } from '../leads/lead.js';
import { id, instant, nullable, oneOf, thing } from '../platform/answer.js';
import { FailedComparisonSchema } from '../routing/trace.schema.js';
import { PolicyBody, PolicyShape } from '../sla/policy.dto.js';
import { FORESEEN } from './playing/foreseen.js';
import { AHEAD_MAX_DAYS, INSTANTS_MAX, TOUCHES_MAX } from './policy-preview.js';

const AssumedTouch = Type.Object(
  {
    ...TouchBody.properties,
    occurredAt: Type.String({ format: 'instant', description: 'When it happens, and is reported.' }),
  },
  { additionalProperties: false },
);

/** What a policy would mean for a lead that is imagined, or for one that there is. */
export const PolicyPreviewBody = Type.Object(
  {
    policy: Type.Optional({
      ...PolicyShape,
      description: 'A draft. For a real lead it may be left out; its own policy then applies.',
    }),
    lead: Type.Optional({
      ...LeadBody,
      description: 'An imaginary lead, as in `POST /v1/leads`; either this or `leadId`.',
    }),
    leadId: Type.Optional(Type.String({ format: 'uuid', description: 'A real lead.' })),
    at: Type.Optional(
      Type.String({
        format: 'instant',
        description:
          'When the imaginary lead comes in, or from when on the real one is simulated (not in the past); now by default.',
      }),
    ),
    until: Type.Optional(
      Type.String({
        format: 'instant',
        description: `How far to look ahead; ${AHEAD_MAX_DAYS} days by default, which is the most.`,
      }),
    ),
    touches: Type.Array(AssumedTouch, {
      default: [],
      maxItems: TOUCHES_MAX,
      description: 'Assumed touches, in any order.',
    }),
  },
  { additionalProperties: false },
);
export type PolicyPreviewBody = Static<typeof PolicyPreviewBody>;
export type AssumedTouch = Static<typeof AssumedTouch>;

const { kind, startedAt, dueAt } = ClockSchema.properties;
const action = PolicyBody.properties.firstTouch.properties.onBreach.items.properties;

const ForeseenClockSchema = thing('ForeseenClock', 'A clock that the lead would have.', {
  kind,
  startedAt,
  dueAt,
  target: nullable(
    Type.String({ examples: ['PT5M'] }),
    'The time promised, a duration as the policy has it; null for a clock that only measures.',
  ),
});

const ForeseenSchema = thing('Foreseen', 'Something that would happen.', {
  at: instant('When.'),
  clock: nullable(kind, 'Of which clock; null where it is about the lead itself.'),
  what: oneOf(FORESEEN, {
    description:
      'What would happen, in a word. `open`: it is time for a step; `start`, `met`, `correct`, `end`, `pause`, `resume`, `replan`, `hold`: what becomes of a clock; `reassign`: it is to move because of a miss; the others are what becomes of the lead.',
  }),
  type: Type.Optional(Type.String({ description: 'The type of the event that would be recorded of it.' })),
  text: Type.String({ description: 'One plain sentence, as the timeline has it.' }),
  repId: Type.Optional(
    nullable(id('Whose clock or touch it is, or who would have the lead; null for clocks of the company.')),
  ),
  step: ClockSchema.properties.step,
  opensAt: Type.Optional(instant('Of a step: when its window opens.')),
  dueAt: Type.Optional(nullable(instant('The deadline; null for a clock that only measures.'))),
  share: Type.Optional(
    Type.Number({
      description: 'Of a warning: how much of the time is used, as a fraction below 1; 0 when a window opens.',
    }),
  ),
  to: action.to,
  toRepId: Type.Optional(
    nullable(
      id(
        'Of an escalation or a reminder: the rep who would be told; of a move: who would get the lead. Null where there is nobody.',
      ),
    ),
  ),
  toTeamId: Type.Optional(id('The team that would be told, or in whose place somebody would be.')),
  toRepIds: Type.Optional(Type.Array(id('A member.'), { description: 'Who of the team would be told.' })),
  insteadOf: Type.Optional(
    Type.Array(id('Of a rep.'), {
      description: 'Who would be away by then, and is passed over, by the absences that are known now.',
    }),
  ),
  wouldHave: Type.Optional(
    Type.Array(oneOf(['reassign', 'escalate', 'remind']), {
      description: 'Of a breach: what the policy’s mode leaves undone.',
    }),
  ),
  category: Type.Optional(Type.String({ description: 'Of a disposition.' })),
  reason: Type.Optional(Type.String({ description: 'Of a disposition, or why a clock ends.' })),
});

export const PolicyPreviewSchema = thing('PolicyPreview', 'What a policy would mean for a lead.', {
  matched: Type.Boolean({
    description: 'Whether the policy is for this lead. A real lead gets a draft of its policy whatever that says.',
  }),
  failed: Type.Optional(FailedComparisonSchema),
  status: oneOf(LEAD_STATUSES, {
    description: 'How the lead stands at the beginning: to one that is not `open` the policy promises nothing then.',
  }),
  paused: Type.Boolean({ description: 'Whether the clocks stand still from the beginning.' }),
  ownerId: nullable(id('The rep who would get the lead, or has it; null for nobody.')),
  poolId: nullable(id('The pool that it would come out of; null for none.')),
  clocks: Type.Array(ForeseenClockSchema, { description: 'The clocks that run at the beginning.' }),
  instants: Type.Array(ForeseenSchema, {
    maxItems: INSTANTS_MAX,
    description:
      'Everything that would happen after the beginning if nobody did anything but what is assumed, in order.',
  }),
  until: instant('As far as it was looked ahead.'),
  cut: nullable(Type.String(), 'Why more would happen than is told; null where nothing would.'),
  caveats: Type.Array(Type.String(), { description: 'What cannot be known, and matters here.' }),
});
