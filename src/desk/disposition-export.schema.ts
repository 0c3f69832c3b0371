import { Type } from '@sinclair/typebox';
import { CATEGORIES, INTENTS } from '../disposition/taxonomy.js';
import { ClickIdsSchema, ConsentSchema, LeadSchema } from '../leads/lead.schema.js';
import { milestone } from '../leads/milestone.schema.js';
import { AuthorSchema } from '../platform/actor.schema.js';
import { feedOf, id, instant, nullable, oneOf, thing } from '../platform/answer.js';

const { receivedAt, cycle, test } = LeadSchema.properties;

const DispositionRowSchema = thing('DispositionRow', 'What became of a lead, or that it is corrected or taken back.', {
  id: id('Of the row.'),
  kind: oneOf(['disposed', 'corrected', 'reversed', 'milestone', 'revalued', 'milestoneReversed'], {
    description:
      '`corrected` says in place of the row that it supersedes what became of the lead, `reversed` takes back the one that it supersedes. With `include=milestones` also `milestone`, that one was reached, `revalued`, that it is worth something else, and `milestoneReversed`, that it was none.',
  }),
  supersedes: nullable(id('The `id` of the row that this one replaces or takes back; null for none.')),
  leadId: id('The lead.'),
  externalId: nullable(Type.String(), 'Its id where it came from; null for none.'),
  source: Type.String({ description: 'Where it came from.' }),
  channel: nullable(Type.String(), 'What kind of source that is; null for none.'),
  campaign: nullable(Type.String(), 'The campaign that brought it; null for none.'),
  receivedAt,
  cycle,
  category: nullable(oneOf(CATEGORIES), 'What becomes of the lead; null of a milestone.'),
  reason: nullable(Type.String(), 'The code of the reason; null of a milestone.'),
  label: nullable(Type.String(), 'The reason, for people; null of a milestone.'),
  intent: nullable(oneOf(INTENTS), 'What an ad platform may be told; null of a milestone that stands.'),
  note: nullable(Type.String(), 'What was noted; null for nothing.'),
  fields: Type.Record(Type.String(), Type.String(), { description: 'What the reason requires.' }),
  attempts: Type.Integer({ minimum: 0, description: 'Outbound touches by people until then.' }),
  restsOn: Type.Optional(
    Type.Array(id('Of a touch.'), {
      description: 'Where a policy closed it as unreachable: the attempts that prove it. Not in CSV.',
    }),
  ),
  suppressionId: Type.Optional(id('Where the lead was closed as it came in: the suppression that says so.')),
  milestone: Type.Optional(
    thing(
      'MilestoneOutcome',
      'How far the lead has come, and what that is worth by this row; absent of a disposition.',
      milestone,
    ),
  ),
  decidedAt: instant('When it was decided.'),
  by: AuthorSchema,
  clickIds: ClickIdsSchema,
  consent: ConsentSchema,
  test,
});

export const DispositionFeed = feedOf(DispositionRowSchema);
