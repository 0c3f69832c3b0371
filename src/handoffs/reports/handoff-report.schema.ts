import { Type } from '@sinclair/typebox';
import { count, part, share, span, value } from '../../figures/figure.schema.js';
import { closed, nullable, thing } from '../../platform/answer.js';

export const taken = (description: string) =>
  part(description, {
    totalSeconds: span('All of it, added up.'),
    medianSeconds: nullable(span('Half of them took no longer.')),
    p90Seconds: nullable(span('Nine of ten took no longer.')),
    p99Seconds: nullable(span('99 of 100 took no longer.')),
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

export const HandoffReportRow = thing('HandoffReportRow', 'How work changed hands.', {
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
    { description: 'A value for each of `by`; of the total none.', ...closed },
  ),
  label: Type.String({ description: 'The key in words, with the names of today; what is deleted has its last name.' }),
  filter: nullable(
    Type.Record(Type.String(), Type.String(), {
      description: 'The parameters of `GET /v1/handoffs` that list the handoffs of the row; null where nothing does.',
    }),
  ),
  ...HANDOFF_NUMBERS,
});

export const HandoffReport = thing('HandoffReport', 'How work changed hands, with the total of all.', {
  data: Type.Array(HandoffReportRow, {
    description: 'In the order of time where it is grouped by time, else of the keys.',
  }),
  total: HandoffReportRow,
});
