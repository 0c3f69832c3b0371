import { Type } from '@sinclair/typebox';
import { id, nullable, oneOf, thing } from '../platform/answer.js';

const BulkResultSchema = thing('BulkResult', 'What became of one of many leads.', {
  leadId: id('The lead.'),
  status: oneOf(['closed', 'reopened', 'skipped'], {
    description: 'What was done, or in a dry run would be. `skipped`: nothing, and `why` says why.',
  }),
  why: Type.Optional(Type.String({ description: 'Why nothing was done, in one plain sentence.' })),
});

export const BulkSchema = thing('BulkClosing', 'What became of leads that were closed at once.', {
  bulkId: nullable(id('By which it can be undone.'), 'By which it can be undone, for 15 minutes; null of a dry run.'),
  done: Type.Integer({ minimum: 0, description: 'Of how many something was done.' }),
  skipped: Type.Integer({ minimum: 0, description: 'Of how many nothing was.' }),
  hasMore: Type.Boolean({
    description: 'Whether the filter finds more leads than are closed at once: ask again for the next.',
  }),
  results: Type.Array(BulkResultSchema, { description: 'One for each lead, in the order of their ids.' }),
});
