import { type Static, Type } from '@sinclair/typebox';
import { CATEGORIES, type Category, INTENTS } from '../disposition/disposition.js';
import { ClickIdsSchema, ConsentSchema, LeadSchema } from '../leads/lead.schema.js';
import { milestone } from '../leads/touch.schema.js';
import { AuthorSchema } from '../platform/actor.schema.js';
import { feedOf, id, instant, nullable, oneOf, thing } from '../platform/answer.js';
import { PAGE_LIMIT_MAX } from '../platform/page.js';

export const DispositionQuery = Type.Object(
  {
    after: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'The `nextCursor` of the page before. Leave it out to start from the beginning.',
      }),
    ),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: PAGE_LIMIT_MAX,
        description: 'JSON: the rows on a page, 100 by default. CSV and NDJSON: the number of rows, all by default.',
      }),
    ),
    category: Type.Optional(
      Type.Unsafe<Category>({ type: 'string', enum: [...CATEGORIES], description: 'The category of the disposition.' }),
    ),
    source: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'The source of the lead, compared without case.' }),
    ),
    include: Type.Optional(
      Type.Unsafe<'milestones'>({
        type: 'string',
        enum: ['milestones'],
        description:
          '`milestones` adds milestones with their values, in one order with the dispositions. If a win is reversed with a disposition, the disposition comes first. `category` applies to dispositions only.',
      }),
    ),
    from: Type.Optional(Type.String({ format: 'instant', description: 'Decided at this instant or later.' })),
    to: Type.Optional(Type.String({ format: 'instant', description: 'Decided before this instant.' })),
  },
  { additionalProperties: false },
);
export type DispositionQuery = Static<typeof DispositionQuery>;

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
