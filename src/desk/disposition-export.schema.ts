import { Type } from '@sinclair/typebox';
import { CATEGORIES, INTENTS } from '../disposition/reason.entity.js';
import { ClickIdsSchema, LeadSchema } from '../leads/lead.schema.js';
import { AuthorSchema } from '../platform/actor.schema.js';
import { feedOf, id, instant, nullable, oneOf, thing } from '../platform/answer.js';

const { receivedAt, cycle, test } = LeadSchema.properties;

const DispositionRowSchema = thing('DispositionRow', 'What became of a lead, or that it is taken back.', {
  id: id('Of the row.'),
  kind: oneOf(['disposed', 'reversed'], { description: '`reversed` takes back the one that it supersedes.' }),
  supersedes: nullable(id('The `id` of the row that this one takes back; null for none.')),
  leadId: id('The lead.'),
  externalId: nullable(Type.String(), 'Its id where it came from; null for none.'),
  source: Type.String({ description: 'Where it came from.' }),
  channel: nullable(Type.String(), 'What kind of source that is; null for none.'),
  campaign: nullable(Type.String(), 'The campaign that brought it; null for none.'),
  receivedAt,
  cycle,
  category: oneOf(CATEGORIES, { description: 'What becomes of the lead.' }),
  reason: Type.String({ description: 'The code of the reason.' }),
  label: Type.String({ description: 'The reason, for people.' }),
  intent: oneOf(INTENTS, { description: 'What an ad platform may be told.' }),
  note: nullable(Type.String(), 'What was noted; null for nothing.'),
  fields: Type.Record(Type.String(), Type.String(), { description: 'What the reason requires.' }),
  attempts: Type.Integer({ minimum: 0, description: 'Outbound touches by people until then.' }),
  restsOn: Type.Optional(
    Type.Array(id('Of a touch.'), {
      description: 'Where a policy closed it as unreachable: the attempts that prove it. Not in CSV.',
    }),
  ),
  decidedAt: instant('When it was decided.'),
  by: AuthorSchema,
  clickIds: ClickIdsSchema,
  test,
});

export const DispositionFeed = feedOf(DispositionRowSchema);
