import { Type } from '@sinclair/typebox';
import { ClockSchema } from '../../clocks/clock.schema.js';
import { resourceOf } from '../../configuration/resource.schema.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../../platform/answer.js';
import { FailedComparisonSchema } from '../../routing/trace.schema.js';
import { PolicyBody } from '../../sla/policy.dto.js';

export const PolicySchema = resourceOf('Policy', PolicyBody);

export const PolicyPage = pageOf(PolicySchema);

const { kind, startedAt, dueAt } = ClockSchema.properties;
const action = PolicyBody.properties.firstTouch.properties.onBreach.items.properties;

const ForeseenClockSchema = thing('ForeseenClock', {
  kind,
  startedAt,
  dueAt,
  target: nullable(Type.String(), { description: 'The time promised, as the policy has it', examples: ['PT5M'] }),
});

const ForeseenSchema = thing('Foreseen', {
  at: instant(),
  clock: kind,
  what: oneOf(['warning', 'breach', 'reassign', 'escalate']),
  share: Type.Optional(Type.Number({ description: 'Of a warning: how much of the time is used, below 1' })),
  to: action.to,
  wouldHave: Type.Optional(Type.Array(action.do, { description: 'Of a breach: what the policy’s mode leaves undone' })),
});

export const PolicyPreviewSchema = thing('PolicyPreview', {
  matched: Type.Boolean(),
  failed: Type.Optional(FailedComparisonSchema),
  ownerId: nullable(id(), { description: 'Who would get the lead' }),
  poolId: nullable(id()),
  clocks: Type.Array(ForeseenClockSchema),
  instants: Type.Array(ForeseenSchema, { description: 'Everything that would happen if nobody touched it, in order' }),
});
