import { Type } from '@sinclair/typebox';
import { BULK_COUNTS } from '../disposition/bulk-closing.schema.js';
import { CATEGORIES } from '../disposition/disposition.js';
import { GROUPS_MAX } from '../leads/bulk.dto.js';
import { WORK_STATES } from '../leads/lead.js';
import { AuthorSchema } from '../platform/input/actor.schema.js';
import { id, instant, nullable, objectSchema, oneOf, pageOf } from '../platform/input/schema.js';

const BulkResultSchema = objectSchema('BulkResult', 'The result for one lead.', {
  leadId: id('The lead.'),
  status: oneOf(['closed', 'reopened', 'skipped'], {
    description: 'The result, or in a dry run the expected result. `skipped`: the lead is unchanged; see `why`.',
  }),
  why: Type.Optional(Type.String({ description: 'Why nothing was done, in one sentence.' })),
});

const leads = Type.Integer({ minimum: 0, description: 'How many.' });

const MatchedSchema = objectSchema('MatchedLeads', 'What a filter finds, in counts.', {
  leads,
  oldestAt: nullable(instant, 'When the earliest lead was received; null if there is none.'),
  newestAt: nullable(instant, 'When the latest lead was received; null if there is none.'),
  byWorkState: Type.Array(
    objectSchema('MatchedByWorkState', 'The leads in a work state.', {
      workState: oneOf(WORK_STATES, { description: 'The work state.' }),
      leads,
    }),
    { description: 'By work state, the most first.' },
  ),
  bySource: Type.Array(
    objectSchema('MatchedBySource', 'Leads of a source.', {
      source: Type.String({ description: 'The source.' }),
      leads,
    }),
    { description: `By source, the most first; at most ${GROUPS_MAX}.` },
  ),
  byOwner: Type.Array(
    objectSchema('MatchedByOwner', 'Leads of an owner.', {
      repId: nullable(id, 'The owner; null for the queue.'),
      leads,
    }),
    { description: `By owner, the most first; at most ${GROUPS_MAX}.` },
  ),
});

const ReturnDaySchema = objectSchema('ReturnDay', 'Leads that would come back on a day.', {
  day: Type.String({ format: 'date', description: 'The day, in the time zone of the company.' }),
  leads,
  byOwner: Type.Optional(
    Type.Array(
      objectSchema('ReturnsOfOwner', 'Leads of an owner.', {
        repId: nullable(id, 'The owner, who gets them back if they can; null for the queue.'),
        leads,
      }),
      { description: 'For nurture: by owner, the most first. Who gets recycled leads is not known before.' },
    ),
  ),
});

export const BulkSchema = objectSchema('BulkClosing', 'The result of a bulk closing.', {
  bulkId: nullable(id, 'The id with which it can be undone for 15 minutes; null for a dry run.'),
  ...BULK_COUNTS,
  hasMore: Type.Boolean({
    description:
      'Whether the filter finds more leads than one request closes. Repeat the request for the next ones, or use `all`.',
  }),
  returns: Type.Optional(
    Type.Array(ReturnDaySchema, {
      description:
        'Only for a dry run whose leads would come back: how many on which days, of the leads in `results`. With `all`, of all that the filter finds, as if none of them stayed open.',
    }),
  ),
  matched: Type.Optional({ ...MatchedSchema, description: 'Only for a dry run with a filter: all that it finds.' }),
  results: Type.Array(BulkResultSchema, { description: 'One for each lead, in the order of their ids.' }),
});

const WENT = {
  state: oneOf(['running', 'done', 'stopped'], {
    description: '`stopped`: it ended early, so that some or all of the leads were not closed.',
  }),
  jobId: Type.Optional(id('The job that does it; absent if the request did.')),
  endedAt: nullable(instant, 'When it ended; null while it is `running`.'),
  found: Type.Integer({ minimum: 0, description: 'How many leads have been found so far.' }),
  ...BULK_COUNTS,
};

export const BulkRecordSchema = objectSchema('BulkRecord', 'A bulk closing, and how much of it was undone.', {
  bulkId: id('The id with which it can be undone.'),
  madeAt: instant('The time of the request.'),
  by: AuthorSchema,
  category: oneOf(CATEGORIES, { description: 'The disposition of the leads.' }),
  reason: Type.String({ description: 'The reason.' }),
  filter: nullable(
    Type.Record(Type.String(), Type.Unknown(), {
      description:
        'The filter that found them. Values that identify a person (such as `email`) are not stored and shown as null.',
    }),
    'The filter that found them; null if the request listed them. Values that identify a person (such as `email`) are not stored and shown as null.',
  ),
  ...WENT,
  undoableUntil: nullable(instant, 'Until when it can be undone: 15 minutes from its end; null while it is `running`.'),
  undos: Type.Array(
    objectSchema('BulkUndoing', 'An undo of a bulk closing.', {
      madeAt: instant('The time of the request.'),
      by: AuthorSchema,
      ...WENT,
    }),
    { description: 'Each time that it was undone, with the result, oldest first. Empty if it was not.' },
  ),
});

export const BulkRecordPage = pageOf(BulkRecordSchema);
