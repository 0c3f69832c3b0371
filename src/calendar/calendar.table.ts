import { resource } from '../configuration/resource.table.js';
import { entityTable } from '../platform/sql/entity-table.js';
import { jsonb, type Row, text } from '../platform/sql/table.js';
import type { CalendarDefinition } from './definition.js';

export const CALENDARS = entityTable('calendar', 'configuration', {
  ...resource,
  name: text(),
  timeZone: text(),
  hours: jsonb<CalendarDefinition['hours']>(),
  holidays: jsonb<string[]>(),
  holidayRegion: text().nullable(),
  overrides: jsonb<CalendarDefinition['overrides']>(),
  breaks: jsonb<CalendarDefinition['breaks']>(),
});
export type CalendarRow = Row<typeof CALENDARS>;
