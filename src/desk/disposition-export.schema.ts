import { type Static, Type } from '@sinclair/typebox';
import { CATEGORIES, INTENTS } from '../disposition/disposition.js';
import { ClickIdsSchema, ConsentSchema, LeadSchema } from '../leads/lead.schema.js';
import { milestone } from '../leads/touch.schema.js';
import { PAGE_LIMIT_MAX } from '../platform/http/page.js';
import { AuthorSchema } from '../platform/input/actor.schema.js';
import {
  feedOf,
  id,
  instant,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalInstant,
  optionalOneOf,
  optionalText,
} from '../platform/input/schema.js';

export const DispositionQuery = object({
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
  category: optionalOneOf(CATEGORIES, { description: 'The category of the disposition.' }),
  source: optionalText(200, 'The source of the lead, compared without case.'),
  include: optionalOneOf(['milestones'], {
    description:
      '`milestones` adds milestones with their values, in one order with the dispositions. If a win is reversed with a disposition, the disposition comes first. `category` applies to dispositions only.',
  }),
  from: optionalInstant('Decided at this instant or later.'),
  to: optionalInstant('Decided before this instant.'),
});
export type DispositionQuery = Static<typeof DispositionQuery>;

const { receivedAt, cycle, test } = LeadSchema.properties;

const DispositionRowSchema = objectSchema(
  'DispositionRow',
  'The disposition of a lead, or its correction or reversal.',
  {
    id: id('The id of the row.'),
    kind: oneOf(['disposed', 'corrected', 'reversed', 'milestone', 'revalued', 'milestoneReversed'], {
      description:
        '`disposed`: the lead was closed. `corrected`: replaces the row that it supersedes. `reversed`: takes that row back. With `include=milestones` also `milestone`: one was reached; `revalued`: its value changed; `milestoneReversed`: it was taken back.',
    }),
    supersedes: nullable(id('The `id` of the row that this one replaces or reverses; null for none.')),
    leadId: id('The lead.'),
    externalId: nullable(Type.String(), 'Its id in the system that it came from; null for none.'),
    source: Type.String({ description: 'Its source.' }),
    channel: nullable(Type.String(), 'Its channel; null for none.'),
    campaign: nullable(Type.String(), 'Its campaign; null for none.'),
    receivedAt,
    cycle,
    category: nullable(oneOf(CATEGORIES), 'The category; null for a milestone.'),
    reason: nullable(Type.String(), 'The code of the reason; null for a milestone.'),
    label: nullable(Type.String(), 'The label of the reason; null for a milestone.'),
    intent: nullable(
      oneOf(INTENTS),
      'What the reason means to ad platforms; null for a milestone that was not reversed.',
    ),
    note: nullable(Type.String(), 'The note; null for none.'),
    fields: Type.Record(Type.String(), Type.String(), { description: 'The fields that the reason requires.' }),
    attempts: Type.Integer({ minimum: 0, description: 'The number of outbound touches by people until then.' }),
    restsOn: Type.Optional(
      Type.Array(id('The id of a touch.'), {
        description: 'The attempts that prove it, if a policy closed the lead as unreachable. Not in CSV.',
      }),
    ),
    suppressionId: Type.Optional(id('The suppression, if the lead was closed on arrival.')),
    milestone: Type.Optional(
      objectSchema(
        'MilestoneOutcome',
        'The milestone and its value as of this row; absent for a disposition.',
        milestone,
      ),
    ),
    decidedAt: instant('When it was decided.'),
    by: AuthorSchema,
    clickIds: ClickIdsSchema,
    consent: ConsentSchema,
    test,
  },
);

export const DispositionFeed = feedOf(DispositionRowSchema);
