import { Type } from '@sinclair/typebox';
import { id, objectSchema } from '../platform/input/schema.js';

const WhySkippedSchema = objectSchema('WhySkipped', 'Leads that were skipped, by reason.', {
  why: Type.String({ description: 'Why, in one plain sentence.' }),
  leads: Type.Integer({ minimum: 1, description: 'How many.' }),
});

export const BULK_COUNTS = {
  done: Type.Integer({ minimum: 0, description: 'How many were changed.' }),
  skipped: Type.Integer({ minimum: 0, description: 'How many were skipped.' }),
  whySkipped: Type.Array(WhySkippedSchema, { description: 'How many were skipped, by reason, the most first.' }),
};

export const BulkOutcomeSchema = objectSchema('BulkOutcome', 'The result for many leads.', {
  bulkId: id('The closing of many leads.'),
  ...BULK_COUNTS,
});
