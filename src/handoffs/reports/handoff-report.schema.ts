import { type Static, Type } from '@sinclair/typebox';
import { count, part, share, span, value } from '../../figures/figure.schema.js';
import { closed, id, instant, nullable, oneOf, thing } from '../../platform/answer.js';
import { TREATMENTS } from '../kinds/handoff-kind.js';
import { HANDOFF_DIMENSIONS } from './handoff-counts.js';

export const HandoffReportQuery = Type.Object(
  {
    from: Type.Optional(
      Type.String({
        format: 'instantOrDate',
        description: 'Handed over at this instant or later, or from this day on; 30 days before `to` by default.',
      }),
    ),
    to: Type.Optional(
      Type.String({
        format: 'instantOrDate',
        description: 'Handed over before this instant, or before this day; now by default.',
      }),
    ),
    timeZone: Type.Optional(
      Type.String({
        format: 'timeZone',
        description: 'The time zone of days and weeks; that of the settings by default.',
      }),
    ),
    by: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description: `A row for each value of one or two of these, separated by a comma: ${HANDOFF_DIMENSIONS.join(', ')}. Without it there is one row.`,
        examples: ['week', 'week,kind'],
      }),
    ),
    kind: Type.Optional(Type.String({ format: 'uuid', description: 'Only this kind, by its id.' })),
  },
  closed,
);
export type HandoffReportQuery = Static<typeof HandoffReportQuery>;

export const REASONS_DEFAULT = 5;
const REASONS_MAX = 50;

export const HandoffReasonsQuery = Type.Object(
  {
    from: Type.Optional(
      Type.String({
        format: 'instantOrDate',
        description:
          'Handed over at this instant or later, or from this day on; a quarter (91 days) before `to` by default.',
      }),
    ),
    to: Type.Optional(
      Type.String({
        format: 'instantOrDate',
        description: 'Handed over before this instant, or before this day; now by default.',
      }),
    ),
    kind: Type.Optional(Type.String({ format: 'uuid', description: 'Only this kind, by its id.' })),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: REASONS_MAX, default: REASONS_DEFAULT, description: 'The most rows.' }),
    ),
  },
  closed,
);
export type HandoffReasonsQuery = Static<typeof HandoffReasonsQuery>;

const taken = (description: string) =>
  part(description, {
    totalSeconds: span('All of it, added up.'),
    medianSeconds: nullable(span('Half of them took no longer.')),
    p90Seconds: nullable(span('The 90th percentile.')),
    p99Seconds: nullable(span('The 99th percentile.')),
  });
const TIMES = {
  elapsed: taken('Around the clock.'),
  working: taken('In the hours of whoever owed it, as they were counted when it ended.'),
};
export const stage = (description: string) =>
  part(description, {
    ended: count('Done, in time or late: those whose time is told.'),
    running: count('Not done yet, and not missed.'),
    kept: count('Done in time.'),
    missed: count('Not done in time, whether they were done later or not.'),
    attainment: share('`kept` of `kept` and `missed`; null of none.'),
    ...TIMES,
  });

/** What is counted of handoffs, wherever it is told. */
export const HANDOFF_NUMBERS = {
  handoffs: count('Handed over.'),
  done: count('Processed by all of their receivers.'),
  receivers: count(
    'The same to each receiver: one to two receivers is two; to one whose stage is not reached it has not gone yet.',
  ),
  receiversAccepted: count('Accepted, once at least.'),
  receiversDone: count('Processed.'),
  form: stage(
    'From when whoever gives owed a complete form, after a win without it, at a delivery or before a renewal, until it was.',
  ),
  acknowledge: stage(
    'From handing over, or from when the stage of the receiver was reached, until they accepted or returned it.',
  ),
  complete: stage('From accepting until it was processed.'),
  rework: stage('From a return until it was handed over again.'),
  answer: stage('From a question until its answer.'),
  whole: part('From handing over until the last receiver had processed it.', {
    ...TIMES,
    working: taken('In the company’s hours, as they were counted when it ended.'),
  }),
  returned: count('Of `receivers`, those who returned it, however often.'),
  returns: count('How often that happened.'),
  reworkRate: share('`returned` of `receivers`; null of none.'),
  rightFirstTime: count(
    'Of `receiversDone`, those who never returned it, got it with a complete form, and asked nothing whose answer amended that.',
  ),
  firstTimeRightRate: share('`rightFirstTime` of `receiversDone`; null of none.'),
  escalations: count('Misses of which whoever decides was told.'),
  exceptions: count('Handed over by an exception, before the form was complete.'),
  blockers: count('What held them up.'),
  questions: count('What was asked.'),
  questionsPerHandoff: nullable(
    Type.Number({ minimum: 0, description: '`questions` by `handoffs`, with two decimals; null of none.' }),
  ),
  records: part('Records in the tools of receivers, as they stand.', {
    made: count('There.'),
    pending: count('Still tried.'),
    failed: count('Given up, until somebody sees to it.'),
  }),
};

const HandoffReportRow = thing('HandoffReportRow', 'How work changed hands.', {
  key: Type.Object(
    {
      kind: Type.Optional(value('The id of the kind.')),
      team: Type.Optional(value('The id of the team that receives.')),
      giver: Type.Optional(value('The id of whoever handed it over; null: nobody is known.')),
      product: Type.Optional(value('What its deal sells; null: nobody said, or it is about no deal.')),
      receiver: Type.Optional(value('The id of whoever answers for a receiver.')),
      day: Type.Optional(Type.String({ description: 'The local date on which it was handed over.' })),
      week: Type.Optional(Type.String({ description: 'The local date of the Monday before, or on the day of, that.' })),
    },
    { description: 'A value for each of `by`; empty for the total.', ...closed },
  ),
  label: Type.String({ description: 'The key with current names; deleted documents have their last name.' }),
  filter: nullable(
    Type.Record(Type.String(), Type.String(), {
      description: 'The parameters of `GET /v1/handoffs` that list the handoffs of the row; null where nothing does.',
    }),
  ),
  ...HANDOFF_NUMBERS,
});

export const HandoffReport = thing('HandoffReport', 'How work changed hands, with the total of all.', {
  data: Type.Array(HandoffReportRow, {
    description: 'Ordered by time if grouped by time, else by key.',
  }),
  total: HandoffReportRow,
});

const Reason = thing('HandoffReason', 'What went another way, with what was decided about it.', {
  what: oneOf(['exception', 'blocker'], {
    description: '`exception`: it was handed over before its form was complete; `blocker`: something held it up.',
  }),
  text: Type.String({ description: 'The name by which its kind knows it, else as it was said last.' }),
  times: count('The count.'),
  handoffs: count('In so many handoffs.'),
  treatments: Type.Array(oneOf(TREATMENTS, { description: 'A treatment.' }), {
    description: 'What is done about it whenever it comes, as its kinds say now; empty where none knows it by name.',
  }),
  decidedBy: Type.Array(
    Type.Object(
      {
        repId: id('Of whoever granted it.'),
        name: Type.String({ description: 'By their name of today.' }),
        times: count('The count.'),
      },
      { ...closed, description: 'Somebody who decided.' },
    ),
    { description: 'Of exceptions, the most frequent first, ten at most.' },
  ),
  madeUpFor: count('Of exceptions: the form was completed by the date that was agreed.'),
  overdue: count('Of exceptions: it was not.'),
  pending: count('Of exceptions: there is time left.'),
  open: count('Of blockers: nobody has resolved it.'),
  lessons: Type.Array(Type.String(), {
    description: 'Of blockers: what is done another way next time, the latest three.',
  }),
  kindIds: Type.Array(Type.String({ format: 'uuid' }), { description: 'Of which kinds, ten at most.' }),
  sentence: Type.String({ description: 'All of that in plain words.' }),
});

export const HandoffReasonsReport = thing('HandoffReasonsReport', 'What went another way, the most frequent first.', {
  from: instant('Handed over at this instant or later …'),
  to: instant('… and before this one.'),
  data: Type.Array(Reason, { description: 'Most frequent first.' }),
});
