import { Type } from '@sinclair/typebox';
import { CalendarBody } from '../../calendar/calendar.dto.js';
import { DAY_REASONS } from '../../calendar/days.js';
import { resourceOf } from '../../configuration/resource.schema.js';
import { REPLANNED } from '../../documents/version.schema.js';
import { instant, listOf, objectSchema, oneOf } from '../../platform/input/schema.js';

const LocalTime = Type.String({ description: 'A local time "HH:MM"; "24:00" may end an interval.' });

export const CalendarSchema = resourceOf(
  'Calendar',
  'Working time: a week, and the days that differ from it.',
  CalendarBody,
  REPLANNED,
);

const LocalIntervals = Type.Array(Type.Tuple([LocalTime, LocalTime]), {
  description:
    'The intervals that begin on this date, in order. An interval whose end is before its start ends on the next day.',
});

const OptionalHoliday = objectSchema('OptionalHoliday', 'A holiday that only some people have.', {
  name: Type.String({ description: 'In the language of its country.' }),
  regions: Type.Array(Type.String(), {
    description:
      "The regions that observe it: the calendar's region if only some people there do, else the parts of it that do.",
    examples: [['DE-BY-KATH']],
  }),
});

const CalendarDaySchema = objectSchema(
  'CalendarDay',
  'A date of a calendar, with its working hours and the reason for them.',
  {
    date: Type.String({ format: 'date', description: 'A local date.' }),
    hours: LocalIntervals,
    why: oneOf(DAY_REASONS, {
      description:
        'What determines the hours: `week` or `override`; `break` if a break shortens them; `holiday` or `closed` if there are none.',
    }),
    name: Type.Optional(
      Type.String({
        description: 'The holiday on this date, also if it has its own hours, in the language of its country.',
        examples: ['Neujahr'],
      }),
    ),
    region: Type.Optional(Type.String({ description: 'The region that observes the holiday.', examples: ['DE-BY'] })),
    optional: Type.Optional(
      Type.Array(OptionalHoliday, {
        description:
          'Holidays that only some people have, such as one in the Catholic municipalities of a state. They close nothing; to close one, add its date to `holidays`.',
      }),
    ),
  },
);
const CalendarDays = Type.Array(CalendarDaySchema, { description: 'Each date of the request, in order.' });

export const CalendarDayList = listOf(CalendarDaySchema);

export const HolidayRegionList = listOf(
  objectSchema('HolidayRegion', 'A country or a part of one whose public holidays are known.', {
    region: Type.String({ description: 'The value for `holidayRegion` of a calendar.', examples: ['DE-BY'] }),
    name: Type.String({
      description: 'The English name if there is one, else the name in the language of the country.',
      examples: ['Bayern'],
    }),
    within: Type.Optional(
      Type.String({ description: 'The region that it is part of; absent for a country.', examples: ['DE'] }),
    ),
  }),
);

export const CalendarPreviewSchema = objectSchema('CalendarPreview', 'The answers of a calendar.', {
  deadlines: Type.Array(instant('When it ends.'), { description: 'One for each in the request, in the same order.' }),
  spans: Type.Array(Type.Number(), { description: 'Working seconds, negative where `to` is before `from`.' }),
  days: Type.Optional(CalendarDays),
});
