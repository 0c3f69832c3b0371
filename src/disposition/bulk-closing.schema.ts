import { Type } from '@sinclair/typebox';
import { id, thing } from '../platform/answer.js';

const WhySkippedSchema = thing('WhySkipped', 'Leads of which nothing was done, by why.', {
  why: Type.String({ description: 'Why, in one plain sentence.' }),
  leads: Type.Integer({ minimum: 1, description: 'How many.' }),
});

/** What came of many leads, as it is counted wherever it is told. */
export const BULK_COUNTS = {
  done: Type.Integer({ minimum: 0, description: 'Of how many something was done.' }),
  skipped: Type.Integer({ minimum: 0, description: 'Of how many nothing was.' }),
  whySkipped: Type.Array(WhySkippedSchema, { description: 'Of how many nothing was done, by why: the most first.' }),
};

/** What came of a job that closes many leads, or opens them again. */
export const BulkOutcomeSchema = thing('BulkOutcome', 'What became of many leads.', {
  bulkId: id('The closing of many leads.'),
  ...BULK_COUNTS,
});
