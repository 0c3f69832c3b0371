import { Type } from '@sinclair/typebox';
import { ClockSchema } from '../../clocks/clock.schema.js';
import { resourceOf } from '../../configuration/resource.schema.js';
import { REPLANNED } from '../../documents/replanned.schema.js';
import { WARNINGS } from '../../documents/warning.schema.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../../platform/answer.js';
import { FailedComparisonSchema } from '../../routing/trace.schema.js';
import { PolicyBody } from '../../sla/policy.dto.js';

export const PolicySchema = resourceOf(
  'Policy',
  'What is promised to leads, and what happens when it is not kept.',
  PolicyBody,
  { ...WARNINGS, ...REPLANNED },
);

export const PolicyPage = pageOf(PolicySchema);

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
  clock: kind,
  what: oneOf(['warning', 'breach', 'remind', 'reassign', 'escalate'], { description: 'What would happen.' }),
  share: Type.Optional(
    Type.Number({ description: 'Of a warning: how much of the time is used, as a fraction below 1.' }),
  ),
  to: action.to,
  toRepId: Type.Optional(nullable(id('Of an escalation: the rep who would be told; null where there is nobody.'))),
  toTeamId: Type.Optional(id('The team that would be told, or in whose place somebody would be.')),
  toRepIds: Type.Optional(Type.Array(id('A member.'), { description: 'Who of the team would be told.' })),
  insteadOf: Type.Optional(
    Type.Array(id('Of a rep.'), {
      description: 'Who would be away by then, and is passed over, by the absences that are known now.',
    }),
  ),
  wouldHave: Type.Optional(
    Type.Array(action.do, { description: 'Of a breach: what the policy’s mode leaves undone.' }),
  ),
});

export const PolicyPreviewSchema = thing('PolicyPreview', 'What a policy would mean for a lead.', {
  matched: Type.Boolean({ description: 'Whether the policy is for this lead.' }),
  failed: Type.Optional(FailedComparisonSchema),
  paused: Type.Boolean({
    description: 'Whether the lead meets `pauseWhile`: then its clocks stand still from the beginning.',
  }),
  ownerId: nullable(id('The rep who would get the lead; null for the queue.')),
  poolId: nullable(id('The pool that it would come out of; null for none.')),
  clocks: Type.Array(ForeseenClockSchema, { description: 'The clocks that would run.' }),
  instants: Type.Array(ForeseenSchema, { description: 'Everything that would happen if nobody touched it, in order.' }),
});
