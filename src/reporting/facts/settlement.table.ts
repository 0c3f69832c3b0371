import type { Instant } from '../../platform/duration.js';
import { instant, int, jsonb, table, text, uuid } from '../../platform/table.js';

/** By which hours a stretch was counted, and which team its owner was in. */
export const SETTLEMENT = table('settlement', 'work', {
  leadId: uuid(),
  cycle: int(),
  /** Null: of the lead itself, in the hours of its own promise. */
  assignmentId: uuid().nullable(),
  teamId: uuid().nullable(),
  /** Until when hours have been counted; null: not yet. */
  settledTo: instant().nullable(),
  calendarId: uuid().nullable(),
  calendarVersion: int().nullable(),
  timeZone: text().nullable(),
  /** Absences within; null for none. */
  away: jsonb<readonly (readonly [Instant, Instant])[]>().nullable(),
});
