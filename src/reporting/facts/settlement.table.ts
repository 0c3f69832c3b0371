import { instant, int, jsonb, table, text, uuid } from '../../platform/sql/table.js';
import type { Instant } from '../../platform/values/duration.js';

/** The hours by which a stretch was counted, and its owner's team. */
export const SETTLEMENT = table('settlement', 'work', {
  leadId: uuid(),
  cycle: int(),
  /** Null for the lead itself, in the hours of its own promise. */
  assignmentId: uuid().nullable(),
  teamId: uuid().nullable(),
  /** Until when hours were counted; null if not yet. */
  settledTo: instant().nullable(),
  calendarId: uuid().nullable(),
  calendarVersion: int().nullable(),
  timeZone: text().nullable(),
  /** Absences within the stretch; null for none. */
  away: jsonb<readonly (readonly [Instant, Instant])[]>().nullable(),
});
