import { type Static, Type } from '@sinclair/typebox';
import { count, part, share, span, totalOf, value, WITHHELD } from '../../figures/figure.schema.js';
import {
  id,
  instant,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalId,
  optionalInstantOrDate,
  optionalText,
} from '../../platform/input/schema.js';
import { TREATMENTS } from '../kinds/handoff-kind.js';
import { HANDOFF_DIMENSIONS } from './handoff-counts.js';

export const HandoffReportQuery = object({
  from: optionalInstantOrDate(
    'Handed over at this instant or later, or from this day on; 30 days before `to` by default.',
  ),
  to: optionalInstantOrDate('Handed over before this instant, or before this day; now by default.'),
  timeZone: Type.Optional(
    Type.String({
      format: 'timeZone',
      description: 'The time zone of days and weeks; that of the settings by default.',
    }),
  ),
  by: optionalText(
    100,
    `A row for each value of one or two of these, separated by a comma: ${HANDOFF_DIMENSIONS.join(', ')}. Without it there is one row.`,
    { examples: ['week', 'week,kind'] },
  ),
  kind: optionalId('Only this kind, by its id.'),
});
export type HandoffReportQuery = Static<typeof HandoffReportQuery>;

export const REASONS_DEFAULT = 5;
const REASONS_MAX = 50;

export const HandoffReasonsQuery = object({
  from: optionalInstantOrDate(
    'Handed over at this instant or later, or from this day on; a quarter (91 days) before `to` by default.',
  ),
  to: optionalInstantOrDate('Handed over before this instant, or before this day; now by default.'),
  kind: optionalId('Only this kind, by its id.'),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: REASONS_MAX, default: REASONS_DEFAULT, description: 'The most rows.' }),
  ),
});
export type HandoffReasonsQuery = Static<typeof HandoffReasonsQuery>;

const taken = (description: string) =>
  part(description, {
    totalSeconds: span('The sum.'),
    medianSeconds: nullable(span('The median.')),
    p90Seconds: nullable(span('The 90th percentile.')),
    p99Seconds: nullable(span('The 99th percentile.')),
  });
const TIMES = {
  elapsed: taken('In elapsed time.'),
  working: taken('In the working hours of the rep who owed it, as counted when it ended.'),
};
export const stage = (description: string) =>
  part(description, {
    ended: count('Done, on time or late. The times cover these.'),
    running: count('Not done yet, and not missed.'),
    kept: count('Done on time.'),
    missed: count('Missed, whether they were done later or not.'),
    attainment: share('`kept` divided by `kept` plus `missed`; null if both are 0.'),
    ...TIMES,
  });

/** The numbers of handoffs, in all answers that contain them. */
export const HANDOFF_NUMBERS = {
  handoffs: count('Handed over.'),
  done: count('Handoffs that were processed by all receivers.'),
  receivers: count(
    'The same by receiver: a handoff to two receivers counts twice. Receivers whose stage has not been reached do not count yet.',
  ),
  receiversAccepted: count('Accepted at least once.'),
  receiversDone: count('Processed.'),
  form: stage(
    'From when the giver owed a complete form (after a win without it, at a delivery or before a renewal) until it was complete.',
  ),
  acknowledge: stage(
    'From handing over, or from when the stage of the receiver was reached, until they accepted or returned it.',
  ),
  complete: stage('From accepting until it was processed.'),
  rework: stage('From a return until it was handed over again.'),
  answer: stage('From a question until its answer.'),
  whole: part('From handing over until the last receiver had processed it.', {
    ...TIMES,
    working: taken('In the company’s working hours, as counted when it ended.'),
  }),
  returned: count('Those of `receivers` who returned it at least once.'),
  returns: count('The number of returns.'),
  reworkRate: share('`returned` divided by `receivers`; null if that is 0.'),
  rightFirstTime: count(
    'Those of `receiversDone` who never returned it, received it with a complete form, and asked no question whose answer amended the form.',
  ),
  firstTimeRightRate: share('`rightFirstTime` divided by `receiversDone`; null if that is 0.'),
  escalations: count('Misses that were escalated to the decider.'),
  exceptions: count('Handed over by exception, before the form was complete.'),
  blockers: count('Blockers.'),
  questions: count('Questions.'),
  questionsPerHandoff: nullable(
    Type.Number({
      minimum: 0,
      description: '`questions` divided by `handoffs`, with two decimals; null if that is 0.',
    }),
  ),
  records: part('Records in the tools of receivers, by state.', {
    made: count('There.'),
    pending: count('Still tried.'),
    failed: count('Failed records that no person has tried again.'),
  }),
};

const HandoffReportRow = objectSchema('HandoffReportRow', 'A row of the report of handoffs.', {
  key: object(
    {
      kind: Type.Optional(value('The id of the kind.')),
      team: Type.Optional(value('The id of the team that receives.')),
      giver: Type.Optional(value('The id of the giver; null if not known.')),
      product: Type.Optional(value('The product of the deal; null if not known.')),
      receiver: Type.Optional(value('The id of the rep who is responsible at the receiver.')),
      day: Type.Optional(Type.String({ description: 'The local date on which it was handed over.' })),
      week: Type.Optional(Type.String({ description: 'The local date of the Monday of that week.' })),
    },
    { description: 'A value for each of `by`; empty for the total.' },
  ),
  label: Type.String({ description: 'The key with current names; deleted documents have their last name.' }),
  filter: nullable(
    Type.Record(Type.String(), Type.String(), {
      description: 'The parameters of `GET /v1/handoffs` that list the handoffs of the row; null if there are none.',
    }),
  ),
  ...HANDOFF_NUMBERS,
});

export const HandoffReport = objectSchema('HandoffReport', 'The report of handoffs.', {
  data: Type.Array(HandoffReportRow, {
    description: 'Ordered by time if grouped by time, else by key.',
  }),
  total: totalOf(HandoffReportRow),
  ...WITHHELD,
});

const Reason = objectSchema('HandoffReason', 'An exception or a blocker.', {
  what: oneOf(['exception', 'blocker'], {
    description: '`exception`: a handoff before its form was complete; `blocker`: a blocker.',
  }),
  text: Type.String({ description: 'Its name in the kind, else its latest text.' }),
  times: count('The count.'),
  handoffs: count('The number of handoffs.'),
  treatments: Type.Array(oneOf(TREATMENTS, { description: 'A treatment.' }), {
    description: 'The treatments that its kinds name; empty if none does.',
  }),
  decidedBy: Type.Array(
    object(
      {
        repId: id('The id of the rep who granted it.'),
        name: Type.String({ description: 'Their present name.' }),
        times: count('The count.'),
      },
      { description: 'A rep who decided.' },
    ),
    { description: 'For exceptions, who granted them, the most frequent first, ten at most.' },
  ),
  madeUpFor: count('For exceptions, forms that were completed by the agreed date.'),
  overdue: count('For exceptions, forms that were not.'),
  pending: count('For exceptions, forms with time left.'),
  open: count('For blockers, those that are not resolved.'),
  lessons: Type.Array(Type.String(), {
    description: 'For blockers, what to do differently next time, the latest three.',
  }),
  kindIds: Type.Array(Type.String({ format: 'uuid' }), { description: 'The kinds, ten at most.' }),
  sentence: Type.String({ description: 'A summary in sentences.' }),
});

export const HandoffReasonsReport = objectSchema(
  'HandoffReasonsReport',
  'Exceptions and blockers, the most frequent first.',
  {
    from: instant('Handed over at this instant or later …'),
    to: instant('… and before this one.'),
    data: Type.Array(Reason, { description: 'Most frequent first.' }),
  },
);
