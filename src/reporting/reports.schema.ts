import { type TProperties, type TSchema, Type } from '@sinclair/typebox';
import { WEEKDAYS } from '../figures/dimension.js';
import { count, part, share, span, value } from '../figures/figure.schema.js';
import { closed, nullable, oneOf, thing } from '../platform/answer.js';
import { ASSIGNMENT_CAUSES } from '../routing/assignment.js';
import { AGE_BANDS } from './ageing.js';
import { BANDS } from './buckets.js';
import { PROMISES } from './promise-counts.js';

const each = <Name extends string>(names: readonly Name[], schema: (name: Name) => TSchema): TProperties =>
  Object.fromEntries(names.map((name) => [name, schema(name)]));
const HEAD = {
  key: Type.Object(
    {
      source: Type.Optional(value('As it was written first; sources are one without case.')),
      channel: Type.Optional(value('Null: none.')),
      campaign: Type.Optional(value('Null: none.')),
      country: Type.Optional(value('The country of the contact, else of the company; null: none is known.')),
      rep: Type.Optional(value('The id of the owner; null: nobody.')),
      team: Type.Optional(value('The id of the team that the owner was in when the lead became theirs; null: none.')),
      pool: Type.Optional(value('The id of the pool; null: none.')),
      policy: Type.Optional(value('The id of the policy; null: leads that none covers.')),
      day: Type.Optional(Type.String({ description: 'The local date of receipt.' })),
      week: Type.Optional(
        Type.String({ description: 'The local date of the Monday before, or on the day of, receipt.' }),
      ),
      weekday: Type.Optional(oneOf(WEEKDAYS, { description: 'The local day of receipt.' })),
      hour: Type.Optional(Type.Integer({ minimum: 0, maximum: 23, description: 'The local hour of receipt.' })),
      reason: Type.Optional(
        value('The code of the reason, as it was given first; null: not closed with one, so open or won.'),
      ),
      category: Type.Optional(value('The category of the disposition; null: not closed with one.')),
      intent: Type.Optional(value('What an ad platform may be told of it; null: not closed with a disposition.')),
    },
    { description: 'A value for each of `by`; of the total none.', ...closed },
  ),
  label: Type.String({ description: 'The key in words, with the names of today; what is deleted has its last name.' }),
  filter: nullable(
    Type.Record(Type.String(), Type.String(), {
      description:
        'The parameters of `GET /v1/leads` that list the leads of the row. Null where that list has no such parameter (teams, weekdays, hours, intents, no channel).',
    }),
  ),
};

/** A report: its rows, and one for all of them together. */
function reportOf(name: string, description: string, fields: TProperties) {
  const row = thing(`${name}Row`, description, { ...HEAD, ...fields });
  return thing(`${name}Report`, `${description} With the total of all.`, {
    data: Type.Array(row, { description: 'In the order of time where it is grouped by time, else of the keys.' }),
    total: row,
  });
}

const percentiles = (description: string) =>
  part(description, {
    medianSeconds: nullable(span('Half of the answers took no longer.')),
    p90Seconds: nullable(span('Nine of ten took no longer.')),
    p99Seconds: nullable(span('99 of 100 took no longer.')),
  });
const bands = (description: string) =>
  part(
    description,
    each(BANDS, (band) => count(`Leads: ${band}.`)),
  );
const bandRates = (description: string) =>
  part(
    description,
    each(BANDS, (band) =>
      part(`Shares of the leads of the band ${band}; null of none.`, {
        contact: share('That were reached.'),
        qualified: share('That were qualified, or got further.'),
        won: share('That were won.'),
      }),
    ),
  );
const histogram = (description: string) =>
  Type.Optional(
    Type.Array(
      Type.Object(
        {
          upToSeconds: nullable(span('The longest of this bucket; null for no end.')),
          leads: count('Answered in more than the bucket before, and at most so long.'),
        },
        closed,
      ),
      { description },
    ),
  );

export const SpeedToLeadReport = reportOf('SpeedToLead', 'How soon leads were answered.', {
  leads: count('All that came in; of reps and teams: how often one was theirs to answer.'),
  touched: count('Answered by now; of reps and teams: while it was theirs.'),
  attainment: share(
    'Of leads whose promise of a first touch is decided, those that nobody missed: by the promise to the lead (`leadWithin`) where there is one, else by those of all its owners; of reps and teams by their own. Null: of none it is.',
  ),
  elapsed: percentiles('Around the clock, from receipt; of reps and teams from when the lead was theirs.'),
  working: percentiles('In the hours of the promise to the lead; of reps and teams in the hours of the owner.'),
  bands: bands('Leads by how soon they were answered, elapsed time. Five minutes sharp are `upTo5m`.'),
  bandRates: bandRates('What became of the leads of each band, whoever had them by then.'),
  workingBands: bands('The same in working time.'),
  workingBandRates: bandRates('The same in working time.'),
  split: part('Where the time of all answers went: the parts add up to the total.', {
    beforeReceiptSeconds: span('From when the person sent it until it was received.'),
    systemSeconds: span('While nobody had it.'),
    ownerSeconds: span('While its owner was at work and it was not paused.'),
    offHoursSeconds: span(
      'While its owner was off or away, or the lead could not be contacted and the promise waited for that (`leadHours`).',
    ),
    pausedSeconds: span('Paused, while its owner was at work.'),
    totalSeconds: span('From sending to the answer; of reps and teams from when it was theirs.'),
  }),
  histogram: histogram('Answers by elapsed time, with `histogram=true`.'),
  workingHistogram: histogram('Answers by working time, with `histogram=true`.'),
});

const KEPT = {
  made: count('All with a deadline.'),
  met: count('Kept, those that were corrected among them.'),
  breached: count('Missed.'),
  corrected: count('First missed, then kept: the touch was reported late.'),
  cancelled: count('Neither: the lead was closed or moved before, or contact made it needless.'),
  running: count('Not decided yet.'),
  struck: count(
    'Misses that were struck, counted apart. A promise that runs again after one, was kept or was missed once more also counts by that; any other is none of `made`.',
  ),
  attainment: share('`met` of `met` and `breached`; null of none.'),
};

export const BreachReport = reportOf('Breach', 'What became of promises.', {
  ...KEPT,
  kinds: part(
    'The same by kind of promise.',
    each(PROMISES, (kind) => part(`Of the kind ${kind}.`, KEPT)),
  ),
});

const causes = (description: string) =>
  part(
    description,
    each(ASSIGNMENT_CAUSES, (cause) => count(`By ${cause}.`)),
  );

export const ReassignmentReport = reportOf('Reassignment', 'How leads went from one owner to another.', {
  moves: count('Moves to another owner; of reps and teams: to them.'),
  causes: causes('The same by cause.'),
  movesAway: count('Of reps and teams: moves away from them; else as many as `moves`.'),
  causesAway: causes('The same by cause.'),
});

export const CadenceReport = reportOf('Cadence', 'What became of the steps of cadences.', {
  steps: Type.Array(
    part('A step.', {
      step: Type.Integer({ minimum: 1, description: 'From 1.' }),
      begun: count('All that began.'),
      kept: count('Done in its window.'),
      missed: count('Not done in its window.'),
      cancelledByContact: count('Ended because somebody was reached, or the lead reached a milestone.'),
      cancelled: count('Ended for another reason: the lead was moved or closed.'),
      running: count('Under way.'),
      struck: count('Misses that were struck, counted apart.'),
      reached: count('That ended with contact, kept or not.'),
      contactRate: share('`reached` of those that ended; null of none.'),
    }),
    { description: 'Steps that any lead has begun.' },
  ),
  attemptsUntilContact: part('How often leads were tried until they were reached, the last attempt included.', {
    leads: count('Leads that were reached.'),
    median: nullable(count('Half of them by no more attempts.')),
    p90: nullable(count('Nine of ten by no more.')),
    p99: nullable(count('99 of 100 by no more.')),
  }),
});

const STATES = {
  untouched: count('Nobody has tried.'),
  attempting: count('Tried, not reached.'),
  connected: count('Reached.'),
  qualified: count('Qualified.'),
};

export const AgeingReport = reportOf('Ageing', 'What is open now, and for how long.', {
  leads: count('Open leads.'),
  waiting: count('Those of them that wait for an owner.'),
  states: part('By how far the work on them is.', STATES),
  ages: part(
    'By how long they have been open, since receipt or since they came back.',
    each(AGE_BANDS, (band) => part(`${band}.`, { leads: count('All of that age.'), ...STATES })),
  ),
  oldestSeconds: nullable(span('How long the oldest has been open; null of none.')),
});

const values = (description: string) =>
  Type.Record(Type.String({ pattern: '^[A-Z]{3}$' }), Type.String(), {
    description: `${description} By currency, as decimal numbers, each currency added up by itself.`,
  });

export const DispositionReport = reportOf(
  'Dispositions',
  'With what reasons leads were closed, and whether that held.',
  {
    of: part(
      'Of what the shares are: the leads of the same source, rep, day and so on; by reason, category and intent it is not narrowed.',
      {
        leads: count('All that were received, or came back, in the span: open, won and closed ones.'),
        closed: count('Those of them that were closed with a disposition that stands.'),
      },
    ),
    closed: count('Closed with a disposition that stands.'),
    shareOfLeads: share('`closed` of `of.leads`; null of none.'),
    shareOfClosed: share('`closed` of `of.closed`; null of none.'),
    closedBy: part('`closed` by who closed them, whoever corrected the reason later.', {
      rep: count('A rep or a manager.'),
      rule: count('A rule of the policy (`unreachable`).'),
      key: count('A program.'),
      intake: count('Closed as they came in: their person is suppressed.'),
    }),
    corrected: count('Of `closed`: first closed with another reason.'),
    reversed: count('Closed, and taken back: somebody reopened the lead, or undid the closing. Not in `closed`.'),
    later: part('What became later of what was closed or reversed: a reason that lies leads to wins.', {
      cameBack: count('Open once more: reopened, woken, recycled, or the person wrote.'),
      won: count('Won after that.'),
      wonRate: share('`won` of `closed` and `reversed`; null of none.'),
      wonRateOfCameBack: share('`won` of `cameBack`; null of none.'),
      values: values('What these wins are worth.'),
    }),
    milestones: part(
      'How far the leads came before they were closed, or have come by now. What was reversed is left out.',
      {
        qualified: part('Qualified, or further.', { leads: count('Leads.'), values: values('Worth of `qualified`.') }),
        opportunity: part('An opportunity, or won.', {
          leads: count('Leads.'),
          values: values('Worth of `opportunity`.'),
        }),
        won: part('That were won.', { leads: count('Leads.'), values: values('Worth of `won`.') }),
      },
    ),
  },
);
