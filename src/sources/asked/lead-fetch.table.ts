import { code, instant, int, type Row, table, text, uuid } from '../../platform/sql/table.js';

/** Arrivals of which only the id is known yet: their fields are fetched. */
export const LEAD_FETCH = table('lead_fetch', 'leads', {
  arrivalId: uuid().key(),
  inboundId: uuid(),
  /** `failed`: given up, until somebody replays the arrival. */
  state: code<'waiting' | 'failed'>(),
  /** Grows whenever a node takes it: a node that had it before settles nothing any more. */
  attempts: int(),
  begunAt: instant(),
  dueAt: instant().nullable(),
  /** Why it could not be fetched, in our words. */
  failure: text().nullable().harmless(),
});
export type LeadFetchRow = Row<typeof LEAD_FETCH>;
