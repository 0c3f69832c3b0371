import { code, instant, int, table, uuid } from '../../platform/sql/table.js';

/** Wins whose value a destination is sent once more: what is left of them some days after their contracts began. */
export const FEEDBACK_SURVIVAL = table('feedback_survival', 'work', {
  destinationId: uuid().key(),
  leadId: uuid().key(),
  milestoneId: uuid().key(),
  /** When it is looked at next; null once it is decided. */
  lookAt: instant().nullable(),
  decidedAt: instant().nullable(),
  /** The `seq` of the lead's latest event when it was decided. */
  afterSeq: int().nullable(),
  amount: code().nullable(),
  currency: code().nullable(),
});
