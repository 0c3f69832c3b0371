import { type Static, Type } from '@sinclair/typebox';
import { AS_READ } from '../configuration/resource.schema.js';
import { closed, object, optionalText, text } from '../platform/input/schema.js';
import { DAYS_MAX } from './days.js';
import { WEEKDAYS } from './definition.js';
import { PREVIEW_QUESTIONS_MAX } from './preview.js';

/** About three years of own dates; public holidays come from the region. */
const DATES_MAX = 1_000;
const INTERVALS_PER_DAY_MAX = 24;
const PAUSES_MAX = 1_000;
const NAME_MAX = 200;
const NAME = 'Its name, unique among calendars, compared without case.';
const ZONE_MAX = 100;
const REGION_MAX = 50;
const LOCAL_TIME_MAX = 20;

// The calendar core checks local times, dates and zones itself, so that one response reports all faults of a calendar.
const LocalTime = Type.String({ maxLength: LOCAL_TIME_MAX, description: 'A local time "HH:MM".', examples: ['09:00'] });

const LocalIntervals = Type.Array(Type.Tuple([LocalTime, LocalTime], { examples: [['09:00', '17:00']] }), {
  maxItems: INTERVALS_PER_DAY_MAX,
  description:
    'Start and end of each interval. "24:00" may be an end; an end before its start is on the next day. Intervals may not overlap.',
  examples: [
    [
      ['09:00', '12:30'],
      ['13:30', '17:00'],
    ],
  ],
});

function intervalsByDate(description: string) {
  return Type.Record(Type.String(), LocalIntervals, {
    ...closed,
    maxProperties: DATES_MAX,
    default: {},
    description,
    examples: [{ '2026-12-31': [['09:00', '12:00']] }],
  });
}

export const WeekHours = Type.Partial(
  Type.Object(
    Object.fromEntries(WEEKDAYS.map((day) => [day, LocalIntervals])) as Record<
      (typeof WEEKDAYS)[number],
      typeof LocalIntervals
    >,
  ),
  { ...closed, description: 'The hours of the week. A day that is left out is closed.' },
);

const shape = {
  timeZone: text(ZONE_MAX, 'An IANA time zone, or "owner" for the time zone of the rep that it is used for.', {
    examples: ['America/New_York'],
  }),
  hours: WeekHours,
  holidays: Type.Array(Type.String({ format: 'date' }), {
    maxItems: DATES_MAX,
    default: [],
    description: 'Closed dates.',
    examples: [['2026-12-25']],
  }),
  holidayRegion: optionalText(
    REGION_MAX,
    'A country or region whose public holidays are closed: one of `GET /v1/holiday-regions`.',
    { examples: ['US-NY'] },
  ),
  overrides: intervalsByDate("The hours of single dates, instead of the week's, whether or not they are holidays."),
  breaks: intervalsByDate('Closed on these dates between these times, whatever the other hours.'),
};

export const CalendarShape = object(
  { ...AS_READ, name: optionalText(NAME_MAX, NAME), ...shape },
  { description: 'A calendar, which need not be stored. A stored one may be sent as it was read.' },
);
export type CalendarShape = Static<typeof CalendarShape>;

export const CalendarBody = object({ name: text(NAME_MAX, NAME), ...shape });
export type CalendarBody = Static<typeof CalendarBody>;

const instantText = (description: string) => Type.String({ format: 'instant', description });
const From = instantText('When it starts.');

const Pauses = Type.Optional(
  Type.Array(Type.Tuple([instantText('From.'), instantText('To.')]), {
    maxItems: PAUSES_MAX,
    description: 'Time that does not count, with start and end.',
  }),
);

const date = (description: string, example: string) =>
  Type.String({ format: 'date', description, examples: [example] });

/** Both dates are included. */
const dates = {
  from: date('The first date.', '2026-12-21'),
  to: date(`The last date, included: at most ${DAYS_MAX} days in all.`, '2027-01-03'),
};

export const DaysQuery = object(dates);
export type DaysQuery = Static<typeof DaysQuery>;

export const RegionsQuery = object({
  country: Type.Optional(
    Type.String({
      maxLength: REGION_MAX,
      description: 'Only this country and its regions, by code or name.',
      examples: ['DE'],
    }),
  ),
});
export type RegionsQuery = Static<typeof RegionsQuery>;

const questions = {
  timeZone: Type.Optional(
    Type.String({ format: 'timeZone', description: 'The zone for a calendar whose own is "owner".' }),
  ),
  deadlines: Type.Array(
    object({
      from: From,
      within: Type.String({ format: 'duration', description: 'How long, in working time.' }),
      pauses: Pauses,
    }),
    {
      maxItems: PREVIEW_QUESTIONS_MAX,
      default: [],
      description: `Questions: when is an amount of working time over? At most ${PREVIEW_QUESTIONS_MAX} together with spans.`,
    },
  ),
  spans: Type.Array(object({ from: From, to: instantText('The end.'), pauses: Pauses }), {
    maxItems: PREVIEW_QUESTIONS_MAX,
    default: [],
    description: `Questions: how much working time lies between two instants? At most ${PREVIEW_QUESTIONS_MAX} together with deadlines.`,
  }),
  days: Type.Optional(
    object(dates, { description: 'The dates to show, each with its hours and the reason for them.' }),
  ),
};

export const CalendarPreviewBody = object({ calendar: CalendarShape, ...questions });
export type CalendarPreviewBody = Static<typeof CalendarPreviewBody>;

export const SavedPreviewBody = object(questions);
export type SavedPreviewBody = Static<typeof SavedPreviewBody>;
