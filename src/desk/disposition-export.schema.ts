import { Type } from '@sinclair/typebox';
import { CATEGORIES, INTENTS } from '../disposition/reason.entity.js';
import { ClickIdsSchema, LeadSchema } from '../leads/lead.schema.js';
import { AuthorSchema } from '../platform/actor.schema.js';
import { feedOf, id, instant, nullable, oneOf, thing } from '../platform/answer.js';

const { receivedAt, cycle, test } = LeadSchema.properties;

const DispositionRowSchema = thing('DispositionRow', {
  id: id(),
  kind: oneOf(['disposed', 'reversed'], { description: '`reversed` takes back the one that it supersedes' }),
  supersedes: nullable(id()),
  leadId: id(),
  externalId: nullable(Type.String()),
  source: Type.String(),
  channel: nullable(Type.String()),
  campaign: nullable(Type.String()),
  receivedAt,
  cycle,
  category: oneOf(CATEGORIES),
  reason: Type.String({ description: 'The code of the reason' }),
  label: Type.String(),
  intent: oneOf(INTENTS, { description: 'What an ad platform may be told' }),
  note: nullable(Type.String()),
  fields: Type.Record(Type.String(), Type.String(), { description: 'What the reason requires' }),
  attempts: Type.Integer({ minimum: 0, description: 'Outbound touches by people until then' }),
  decidedAt: instant(),
  by: AuthorSchema,
  clickIds: ClickIdsSchema,
  test,
});

export const DispositionFeed = feedOf(DispositionRowSchema);
