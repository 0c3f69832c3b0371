import { Type } from '@sinclair/typebox';
import { id, nullable, objectSchema, oneOf } from '../platform/input/schema.js';

const count = (description: string) => Type.Integer({ minimum: 0, description });

const ReassignedSchema = objectSchema('ReassignedLead', 'The result for one lead.', {
  leadId: id('The lead.'),
  status: oneOf(['reassigned', 'waiting', 'skipped'], {
    description:
      'The result, or in a dry run the expected result. `waiting`: it has no owner, because nobody in the pool can take it now or it is offered. `skipped`: the lead is unchanged; see `why`.',
  }),
  repId: Type.Optional(nullable(id, 'The new owner; null if it waits.')),
  why: Type.Optional(Type.String({ description: 'Why nothing was done, in one sentence.' })),
});

export const BulkReassignmentSchema = objectSchema('BulkReassignment', 'The result of moving many leads.', {
  bulkId: nullable(id, 'The id with which it can be undone; null for a dry run.'),
  done: count('How many leads moved.'),
  skipped: count('How many did not.'),
  byRep: Type.Array(
    objectSchema('ReassignedByRep', 'The result for one rep.', {
      repId: id('The rep.'),
      got: count('How many leads they got.'),
      gone: count('How many went from them.'),
    }),
    { description: 'For everybody whose leads they were or are.' },
  ),
  hasMore: Type.Boolean({
    description: 'Whether the filter finds more leads than one request moves. Repeat the request for the next ones.',
  }),
  results: Type.Array(ReassignedSchema, { description: 'One for each lead, in the order of their ids.' }),
});
