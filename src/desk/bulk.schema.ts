import { Type } from '@sinclair/typebox';
import { BULK_COUNTS } from '../disposition/bulk-closing.schema.js';
import { CATEGORIES } from '../disposition/disposition.js';
import { GROUPS_MAX } from '../leads/bulk.dto.js';
import { WORK_STATES } from '../leads/lead.js';
import { AuthorSchema } from '../platform/actor.schema.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../platform/answer.js';

const BulkResultSchema = thing('BulkResult', 'What became of one of many leads.', {
  leadId: id('The lead.'),
  status: oneOf(['closed', 'reopened', 'skipped'], {
    description: 'What was done, or in a dry run would be. `skipped`: nothing, and `why` says why.',
  }),
  why: Type.Optional(Type.String({ description: 'Why nothing was done, in one plain sentence.' })),
});

const leads = Type.Integer({ minimum: 0, description: 'How many.' });

const MatchedSchema = thing('MatchedLeads', 'All that a filter finds, by what they are.', {
  leads,
  oldestAt: nullable(
    instant('When the first of them came in.'),
    'When the first of them came in; null: there is none.',
  ),
  newestAt: nullable(instant('When the last of them came in.'), 'When the last of them came in; null: there is none.'),
  byWorkState: Type.Array(
    thing('MatchedByWorkState', 'Leads with as much work on them.', {
      workState: oneOf(WORK_STATES, { description: 'The work on them so far.' }),
      leads,
    }),
    { description: 'By the work on them, the most first.' },
  ),
  bySource: Type.Array(
    thing('MatchedBySource', 'Leads of a source.', { source: Type.String({ description: 'The source.' }), leads }),
    { description: `By source, the most first; at most ${GROUPS_MAX}.` },
  ),
  byOwner: Type.Array(
    thing('MatchedByOwner', 'Leads of an owner.', {
      repId: nullable(id('The owner.'), 'The owner; null: they wait in the queue.'),
      leads,
    }),
    { description: `By owner, the most first; at most ${GROUPS_MAX}.` },
  ),
});

export const BulkSchema = thing('BulkClosing', 'What became of leads that were closed at once.', {
  bulkId: nullable(id('By which it can be undone.'), 'By which it can be undone, for 15 minutes; null of a dry run.'),
  ...BULK_COUNTS,
  hasMore: Type.Boolean({
    description:
      'Whether the filter finds more leads than are closed at once: ask again for the next, or with `all` for all of them.',
  }),
  matched: Type.Optional({ ...MatchedSchema, description: 'Only of a dry run with a filter: all that it finds.' }),
  results: Type.Array(BulkResultSchema, { description: 'One for each lead, in the order of their ids.' }),
});

const WENT = {
  state: oneOf(['running', 'done', 'stopped'], {
    description: '`stopped`: cut short, so that some of what was found was not come to, or nothing was looked for yet.',
  }),
  jobId: Type.Optional(id('The job that does it; absent where the request did.')),
  endedAt: nullable(instant('When it was over.'), 'When it was over; null while it is `running`.'),
  found: Type.Integer({ minimum: 0, description: 'How many leads it is about, as far as they have been found.' }),
  ...BULK_COUNTS,
};

export const BulkRecordSchema = thing('BulkRecord', 'A closing of many leads, and what has become of it since.', {
  bulkId: id('By which it can be undone.'),
  madeAt: instant('When it was asked for.'),
  by: AuthorSchema,
  category: nullable(
    oneOf(CATEGORIES),
    'With what the leads were closed; null where a former version did not keep it.',
  ),
  reason: nullable(Type.String(), 'The reason; null where a former version did not keep it.'),
  filter: nullable(
    Type.Record(Type.String(), Type.Unknown(), {
      description:
        'By which they were found. Of what finds a person (`email`, say) it is kept that it was asked for: null.',
    }),
    'By which they were found; null where they were named. Of what finds a person (`email`, say) only that it was asked for is kept, as null.',
  ),
  ...WENT,
  undoableUntil: nullable(
    instant('Until when it can be undone.'),
    'Until when it can be undone: for 15 minutes from its end; null while it is `running`.',
  ),
  undos: Type.Array(
    thing('BulkUndoing', 'That it was undone, once or again.', {
      madeAt: instant('When it was asked for.'),
      by: AuthorSchema,
      ...WENT,
    }),
    { description: 'How often it was undone, and what came of it: oldest first. None: it stands.' },
  ),
});

export const BulkRecordPage = pageOf(BulkRecordSchema);
