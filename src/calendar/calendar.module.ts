import { Module } from '@nestjs/common';
import { resourceController } from '../configuration/resource.controller.js';
import { CalendarBody } from './calendar.dto.js';
import { CALENDAR } from './calendar.kind.js';
import { CalendarSchema } from './calendar.schema.js';
import { CalendarPreviewController } from './preview.controller.js';

const CalendarController = resourceController({
  path: 'calendars',
  tag: 'Calendars',
  kind: CALENDAR,
  body: CalendarBody,
  schema: CalendarSchema,
  readers: ['integration'],
});

@Module({ controllers: [CalendarPreviewController, CalendarController] })
export class CalendarModule {}
