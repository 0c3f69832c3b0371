import { Type } from '@sinclair/typebox';
import { id, instant, nullable, thing } from '../platform/answer.js';
import { TouchBody } from './activity.dto.js';

const { kind, direction, outcome, automated } = TouchBody.properties;

export const TouchSchema = thing('Touch', {
  id: id(),
  leadId: id(),
  cycle: Type.Integer({ minimum: 1 }),
  kind,
  direction,
  outcome,
  occurredAt: instant({ description: 'The start of a call' }),
  durationSeconds: nullable(Type.Integer({ minimum: 0 })),
  repId: nullable(id()),
  automated,
  note: nullable(Type.String()),
  externalId: nullable(Type.String()),
  recordedAt: instant(),
});
