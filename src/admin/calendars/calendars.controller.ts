import { CalendarBody } from '../../calendar/calendar.dto.js';
import { resourceController } from '../resource.controller.js';
import { CALENDAR } from './calendar.kind.js';
import { CalendarSchema } from './calendar.schema.js';

export const CalendarsController = resourceController({
  path: 'calendars',
  tag: 'Calendars',
  one: 'a calendar',
  many: 'calendars',
  kind: CALENDAR,
  body: CalendarBody,
  schema: CalendarSchema,
  readers: ['integration'],
});
