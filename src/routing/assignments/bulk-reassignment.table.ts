import { code, instant, table, uuid } from '../../platform/sql/table.js';
import type { CallerType } from '../../platform/values/actor.js';

/** A reassignment of many leads at once, which can be undone as a whole. */
export const BULK_REASSIGNMENT = table('bulk_reassignment', 'work', {
  id: uuid().key(),
  madeAt: instant(),
  actorType: code<CallerType>(),
  actorId: uuid(),
});

/** The leads that it moved, each with the assignment that it began. */
export const BULK_REASSIGNED_LEAD = table('bulk_reassigned_lead', 'work', {
  bulkId: uuid().key(),
  leadId: uuid().key(),
  assignmentId: uuid(),
  /** Since when it had waited to move; null if it did not. */
  waitingSince: instant().nullable(),
});
