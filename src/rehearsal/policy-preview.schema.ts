import { type Static, Type } from '@sinclair/typebox';
import { ClockSchema } from '../clocks/clock.schema.js';
import { LeadTouchBody } from '../leads/activity.dto.js';
import { LeadBody } from '../leads/lead.dto.js';
import { LEAD_STATUSES } from '../leads/lead.js';
import {
  id,
  instant,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalId,
  optionalInstant,
} from '../platform/input/schema.js';
import { FailedComparisonSchema } from '../routing/deciding/trace.schema.js';
import { PolicyBody, PolicyShape } from '../sla/policy.dto.js';
import { FORESEEN } from './playing/foreseen.js';
import { AHEAD_MAX_DAYS, INSTANTS_MAX, TOUCHES_MAX } from './policy-preview.js';

const AssumedTouch = object({
  ...LeadTouchBody.properties,
  occurredAt: Type.String({ format: 'instant', description: 'When it happens and is reported.' }),
});

export const PolicyPreviewBody = object({
  policy: Type.Optional({
    ...PolicyShape,
    description: 'A draft. For a real lead it may be left out; its own policy then applies.',
  }),
  lead: Type.Optional({
    ...LeadBody,
    description: 'An imaginary lead, as in `POST /v1/leads`; either this or `leadId`.',
  }),
  leadId: optionalId('A real lead.'),
  at: optionalInstant(
    'When the imaginary lead comes in, or from when on the real one is simulated (not in the past); now by default.',
  ),
  until: optionalInstant(`How far to look ahead; ${AHEAD_MAX_DAYS} days by default, which is the most.`),
  touches: Type.Array(AssumedTouch, {
    default: [],
    maxItems: TOUCHES_MAX,
    description: 'Assumed touches, in any order.',
  }),
});
export type PolicyPreviewBody = Static<typeof PolicyPreviewBody>;
export type AssumedTouch = Static<typeof AssumedTouch>;

const { kind, startedAt, dueAt } = ClockSchema.properties;
const action = PolicyBody.properties.firstTouch.properties.onBreach.items.properties;

const ForeseenClockSchema = objectSchema('ForeseenClock', 'A clock of the lead.', {
  kind,
  startedAt,
  dueAt,
  target: nullable(
    Type.String({ examples: ['PT5M'] }),
    'The time promised, a duration as the policy has it; null for a clock that only measures.',
  ),
});

const ForeseenSchema = objectSchema('Foreseen', 'A step of the simulation.', {
  at: instant('When.'),
  clock: nullable(kind, 'The kind of clock; null if it concerns the lead itself.'),
  what: oneOf(FORESEEN, {
    description:
      'What would happen. `open`: the window of a step opens; `start`, `met`, `correct`, `end`, `pause`, `resume`, `replan`, `hold`: a change of a clock; `reassign`: a move because of a miss; the others are changes of the lead.',
  }),
  type: Type.Optional(Type.String({ description: 'The type of the event that would be recorded.' })),
  text: Type.String({ description: 'The sentence in the timeline.' }),
  repId: Type.Optional(
    nullable(id('The rep whose clock or touch it is, or who would own the lead; null for the company’s clocks.')),
  ),
  step: ClockSchema.properties.step,
  opensAt: Type.Optional(instant('For a step, when its window opens; for a decision, the meeting for which it waits.')),
  dueAt: Type.Optional(nullable(instant('The deadline; null for a clock that only measures.'))),
  share: Type.Optional(
    Type.Number({
      description: 'For a warning, the share of the time that is used, below 1; 0 when a window opens.',
    }),
  ),
  to: action.to,
  toRepId: Type.Optional(
    nullable(
      id('For an escalation or a reminder, the rep who would be notified; for a move, the new owner. Null for nobody.'),
    ),
  ),
  toTeamId: Type.Optional(id('The team that would be notified, or in whose place a rep would be.')),
  toRepIds: Type.Optional(
    Type.Array(id('A member.'), { description: 'The members of the team who would be notified.' }),
  ),
  insteadOf: Type.Optional(
    Type.Array(id('The id of a rep.'), {
      description: 'The reps who would be passed over, because by the absences known now they would be away.',
    }),
  ),
  wouldHave: Type.Optional(
    Type.Array(oneOf(['reassign', 'escalate', 'remind']), {
      description: 'For a breach, what the policy’s mode leaves undone.',
    }),
  ),
  category: Type.Optional(Type.String({ description: 'For a disposition, its category.' })),
  reason: Type.Optional(Type.String({ description: 'The reason of a disposition, or why a clock ends.' })),
});

export const PolicyPreviewSchema = objectSchema('PolicyPreview', 'What would happen to a lead under a policy.', {
  matched: Type.Boolean({
    description: 'Whether the policy matches this lead. A draft for a real lead applies in any case.',
  }),
  failed: Type.Optional(FailedComparisonSchema),
  status: oneOf(LEAD_STATUSES, {
    description: 'The status of the lead at the start. A policy promises nothing to a lead that is not `open`.',
  }),
  paused: Type.Boolean({ description: 'Whether the clocks are paused at the start.' }),
  ownerId: nullable(id('The owner, or who would become the owner; null for nobody.')),
  poolId: nullable(id('The pool that it would come out of; null for none.')),
  clocks: Type.Array(ForeseenClockSchema, { description: 'The clocks at the start.' }),
  instants: Type.Array(ForeseenSchema, {
    maxItems: INSTANTS_MAX,
    description: 'Everything that would happen without any act beyond the assumptions, in order.',
  }),
  until: instant('The end of the simulated time.'),
  cut: nullable(Type.String(), 'Why the list is incomplete; null if it is complete.'),
  caveats: Type.Array(Type.String(), { description: 'What cannot be known but could change the result.' }),
});
