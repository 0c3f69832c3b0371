import { resource } from '../configuration/resource.table.js';
import { entityTable } from '../platform/sql/entity-table.js';
import { boolean, instant, jsonb, type Row, text, uuid } from '../platform/sql/table.js';
import type { Capacity, Skills } from './people.js';

export const REPS = entityTable('rep', 'staff', {
  ...resource,
  name: text(),
  email: text(),
  refs: jsonb<Record<string, string>>(),
  /** Null: that of the calendar, else of the settings. */
  timeZone: text().nullable(),
  calendarId: uuid().nullable(),
  managerId: uuid().nullable(),
  active: boolean(),
  skills: jsonb<Skills>(),
  capacity: jsonb<Capacity>(),
  available: boolean().default('true'),
  unavailableUntil: instant().nullable(),
});
export type RepRow = Row<typeof REPS>;
