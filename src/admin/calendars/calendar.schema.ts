import { Type } from '@sinclair/typebox';
import { CalendarBody } from '../../calendar/calendar.dto.js';
import { DAY_REASONS } from '../../calendar/days.js';
import { resourceOf } from '../../configuration/resource.schema.js';
import { REPLANNED } from '../../documents/version.schema.js';
import { instant, listOf, oneOf, thing } from '../../platform/answer.js';

const LocalTime = Type.String({ description: 'A local time "HH:MM"; "24:00" may end an interval.' });

export const CalendarSchema = resourceOf(
  'Calendar',
  'Working time: a week, and the days that differ from it.',
  CalendarBody,
  REPLANNED,
);

const LocalIntervals = Type.Array(Type.Tuple([LocalTime, LocalTime]), {
  description: 'What begins on this date, in order. An end before its start is on the next day.',
});

const OptionalHoliday = thing('OptionalHoliday', 'A holiday that only some have.', {
  name: Type.String({ description: 'In the language of its country.' }),
  regions: Type.Array(Type.String(), {
    description: "Where it is one: the calendar's region where not everybody has it off, else the parts of it that do.",
    examples: [['DE-BY-KATH']],
  }),
});

const CalendarDaySchema = thing('CalendarDay', 'A date of a calendar, with its hours and why it has them.', {
  date: Type.String({ format: 'date', description: 'A local date.' }),
  hours: LocalIntervals,
  why: oneOf(DAY_REASONS, {
    description:
      'What gave the date its hours: `week` or `override`; `break` where a break took some of them away; `holiday` or `closed` where there are none.',
  }),
  name: Type.Optional(
    Type.String({
      description: 'The holiday that it is, whatever its hours, in the language of its country.',
      examples: ['Neujahr'],
    }),
  ),
  region: Type.Optional(Type.String({ description: 'The region whose holiday it is.', examples: ['DE-BY'] })),
  optional: Type.Optional(
    Type.Array(OptionalHoliday, {
      description:
        'Holidays that only some have, such as one of the catholic communes of a state. They close nothing: whoever has them adds the date to `holidays`.',
    }),
  ),
});
const CalendarDays = Type.Array(CalendarDaySchema, { description: 'Each date that was asked for, in order.' });

export const CalendarDayList = listOf(CalendarDaySchema);

export const HolidayRegionList = listOf(
  thing('HolidayRegion', 'A country or a part of one whose public holidays are known.', {
    region: Type.String({ description: 'What a calendar names as its `holidayRegion`.', examples: ['DE-BY'] }),
    name: Type.String({
      description: 'In English where there is such a name, else in the language of the country.',
      examples: ['Bayern'],
    }),
    within: Type.Optional(
      Type.String({ description: 'The region that it is a part of; a country has none.', examples: ['DE'] }),
    ),
  }),
);

export const CalendarPreviewSchema = thing('CalendarPreview', 'What a calendar answers.', {
  deadlines: Type.Array(instant('When it ends.'), { description: 'One for each that was asked, in their order.' }),
  spans: Type.Array(Type.Number(), { description: 'Working seconds, negative where `to` is before `from`.' }),
  days: Type.Optional(CalendarDays),
});
