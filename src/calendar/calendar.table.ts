import { resource } from '../configuration/resource.table.js';
import { entityOf, jsonb, type Row, table, text } from '../platform/table.js';
import type { CalendarDefinition } from './definition.js';

export const CALENDAR = table('calendar', 'configuration', {
  ...resource,
  name: text(),
  timeZone: text(),
  hours: jsonb<CalendarDefinition['hours']>(),
  holidays: jsonb<string[]>(),
  holidayRegion: text().nullable(),
  overrides: jsonb<CalendarDefinition['overrides']>(),
  breaks: jsonb<CalendarDefinition['breaks']>(),
});
export const CalendarEntity = entityOf(CALENDAR);
export type CalendarEntity = Row<typeof CALENDAR>;
