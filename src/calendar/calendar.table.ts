import { resource } from '../configuration/resource.table.js';
import { jsonb, type Row, table, text } from '../platform/sql/table.js';
import type { CalendarDefinition } from './definition.js';

export const CALENDARS = table('calendar', 'configuration', {
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
