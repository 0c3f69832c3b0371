import { instant, table, uuid } from '../platform/sql/table.js';

/** An open lead that is about to get its first promise. */
export const WAVE_LEAD = table('wave_lead', 'work', {
  leadId: uuid().key(),
  /** The job that has planned it. */
  jobId: uuid(),
  /** The policy that it gets; null for the first that matches. */
  policyId: uuid().nullable(),
  /** Null until all leads of the job are known. */
  dueAt: instant().nullable(),
});
