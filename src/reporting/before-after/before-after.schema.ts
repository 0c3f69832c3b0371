import { type Static, Type } from '@sinclair/typebox';
import { count, share, span } from '../../figures/figure.schema.js';
import {
  nullable,
  object,
  objectSchema,
  optionalDay,
  optionalInstantOrDate,
  optionalOneOf,
} from '../../platform/input/schema.js';

export const BeforeAfterQuery = object({
  since: optionalDay(
    'The day in `timeZone` on which the new way of working began; by default the one on which Touchline was set up.',
  ),
  from: optionalInstantOrDate(
    'Leads received at this instant or later, or from this day on; by default a year before `since`.',
  ),
  to: optionalInstantOrDate('Leads received before this instant, or before this day; now by default.'),
  timeZone: Type.Optional(
    Type.String({
      format: 'timeZone',
      description: 'The time zone of days; that of the settings by default.',
    }),
  ),
  by: optionalOneOf(['month', 'week'], { default: 'month', description: 'A row for each month, or each week.' }),
});
export type BeforeAfterQuery = Static<typeof BeforeAfterQuery>;

const Row = objectSchema('BeforeAfterRow', 'How leads of one time were treated.', {
  key: object(
    {
      period: Type.Union([Type.Literal('before'), Type.Literal('since')], {
        description: 'The month of `since` has a row for each, unless that is its first day.',
      }),
      month: Type.Optional(Type.String({ description: 'The local month of receipt, such as `2026-03`.' })),
      week: Type.Optional(Type.String({ description: 'The local date of the Monday of the week of receipt.' })),
    },
    { description: 'The period alone for `before` and `after`.' },
  ),
  label: Type.String({ description: 'The key in words.' }),
  filter: nullable(
    Type.Record(Type.String(), Type.String(), {
      description: 'The parameters of `GET /v1/leads` that list the leads of the row.',
    }),
  ),
  leads: count(
    'The leads received, each once, those that were brought along included. For callers who see only certain reps, how often a lead was theirs.',
  ),
  imported: count('Those that an import has brought along with their past.'),
  touched: count('Leads with a first touch, or that reached a milestone.'),
  untouched: nullable(
    count(
      'Leads that nobody touched, whether they are due or closed. Null if all leads were brought along and none has a touch: the file did not name touches.',
    ),
  ),
  notYetDue: count('Leads without a touch whose first touch is not yet due.'),
  untouchedShare: share('`untouched` divided by `touched` and `untouched` together; null of none.'),
  medianSeconds: nullable(span('The median of the elapsed time from receipt to the first touch; null without any.')),
  p90Seconds: nullable(span('The 90th percentile of it.')),
  closed: count('Leads closed by a disposition that was not taken back. Won leads are not among them.'),
  withReason: count('Those of them whose reason says why: all but `unknown`.'),
  withReasonShare: share('`withReason` divided by `closed`; null of none.'),
  won: count('Leads that were won.'),
  wonShare: share('The share of all leads that were won so far. Leads of recent weeks have had less time.'),
});

export const BeforeAfterReport = objectSchema('BeforeAfterReport', 'How leads were treated before a day and since.', {
  since: Type.String({ description: 'The day that divides.' }),
  began: Type.String({ description: 'The day on which Touchline was set up.' }),
  data: Type.Array(Row, { description: 'The rows before `since`, then those since, each in the order of time.' }),
  before: Row,
  after: Row,
  staleDays: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'As in the other reports: days whose figures follow within minutes. Absent if there are none.',
    }),
  ),
});
