import { Type } from '@sinclair/typebox';
import { CalendarBody } from '../../calendar/calendar.dto.js';
import { resourceOf } from '../../configuration/resource.schema.js';
import { instant, thing } from '../../platform/answer.js';

export const CalendarSchema = resourceOf(
  'Calendar',
  'Working time: a week, and the days that differ from it.',
  CalendarBody,
);

export const CalendarPreviewSchema = thing('CalendarPreview', 'What a calendar answers.', {
  deadlines: Type.Array(instant('When it ends.'), { description: 'One for each that was asked, in their order.' }),
  spans: Type.Array(Type.Number(), { description: 'Working seconds, negative where `to` is before `from`.' }),
});
