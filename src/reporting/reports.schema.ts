import { type TProperties, type TSchema, Type } from '@sinclair/typebox';
import { MISSED } from '../admin/routing/pool.schema.js';
import { WEEKDAYS } from '../figures/dimension.js';
import { count, part, share, span, value, WITHHELD } from '../figures/figure.schema.js';
import { id, nullable, object, objectSchema, optionalOneOf } from '../platform/input/schema.js';
import { ASSIGNMENT_CAUSES } from '../routing/assignments/assignment.js';
import { AGE_BANDS } from './ageing.js';
import { BANDS } from './buckets.js';
import { PROMISES } from './promise-counts.js';

const each = <Name extends string>(names: readonly Name[], schema: (name: Name) => TSchema): TProperties =>
  Object.fromEntries(names.map((name) => [name, schema(name)]));
const HEAD = {
  key: object(
    {
      source: Type.Optional(value('As it was first written; sources are compared without case.')),
      channel: Type.Optional(value('Null: none.')),
      campaign: Type.Optional(value('Null: none.')),
      country: Type.Optional(value('The country of the contact, else of the company; null if not known.')),
      rep: Type.Optional(value('The id of the owner; null for none.')),
      team: Type.Optional(value('The id of the owner’s team when the lead became theirs; null for none.')),
      pool: Type.Optional(value('The id of the pool; null for none.')),
      policy: Type.Optional(value('The id of the policy; null for leads without one.')),
      day: Type.Optional(Type.String({ description: 'The local date of receipt.' })),
      week: Type.Optional(Type.String({ description: 'The local date of the Monday of the week of receipt.' })),
      weekday: optionalOneOf(WEEKDAYS, { description: 'The local weekday of receipt.' }),
      hour: Type.Optional(Type.Integer({ minimum: 0, maximum: 23, description: 'The local hour of receipt.' })),
      reason: Type.Optional(
        value('The code of the reason that was given first; null for leads without one, which are open or won.'),
      ),
      category: Type.Optional(value('The category of the disposition; null for leads without one.')),
      intent: Type.Optional(value('What the reason means to ad platforms; null for leads without a disposition.')),
    },
    { description: 'A value for each of `by`; empty for the total.' },
  ),
  label: Type.String({ description: 'The key with current names; deleted documents have their last name.' }),
  filter: nullable(
    Type.Record(Type.String(), Type.String(), {
      description:
        'The parameters of `GET /v1/leads` that list the leads of the row. Null if that list has no such parameter (teams, weekdays, hours, intents, no channel, reps in the report of dispositions, and pools and policies except in that of open leads, because the list goes by the present ones).',
    }),
  ),
};

const money = (description: string) =>
  Type.Optional(
    nullable(
      object({
        amount: Type.String({ description: 'A decimal number as text.' }),
        currency: Type.String({ description: 'ISO 4217.' }),
      }),
      `${description} With \`by=source\` alone; null where it is not known, or in several currencies.`,
    ),
  );
const COSTS = {
  cost: money(
    'What the source cost (`/v1/sources`): `costPerLead` for each lead that came in, or of each month in `monthly` the days of the window, in the time zone of the settings.',
  ),
  costPerQualified: money(
    'The cost for each lead that was qualified or got further, rounded to the digits of the currency.',
  ),
  costPerWon: money('The cost for each lead that was won, rounded in the same way.'),
};

function reportOf(
  name: string,
  description: string,
  fields: TProperties,
  costs: TProperties = COSTS,
  beside: TProperties = {},
) {
  const row = objectSchema(`${name}Row`, description, { ...HEAD, ...fields, ...costs });
  return objectSchema(`${name}Report`, `${description} With the total of all.`, {
    data: Type.Array(row, { description: 'Ordered by time if grouped by time, else by key.' }),
    total: row,
    ...beside,
    ...WITHHELD,
  });
}

const percentiles = (description: string) =>
  part(description, {
    medianSeconds: nullable(span('The median.')),
    p90Seconds: nullable(span('The 90th percentile.')),
    p99Seconds: nullable(span('The 99th percentile.')),
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
        contact: share('Leads that were reached.'),
        qualified: share('Leads that were qualified or got further.'),
        won: share('Leads that were won.'),
      }),
    ),
  );
const histogram = (description: string) =>
  Type.Optional(
    Type.Array(
      object({
        upToSeconds: nullable(span('The upper bound of this bucket; null for none.')),
        leads: count('Answers that took longer than the previous bound and at most this one.'),
      }),
      { description },
    ),
  );

export const SpeedToLeadReport = reportOf(
  'SpeedToLead',
  'How soon leads were answered.',
  {
    leads: count(
      'The leads received. For reps and teams, and for callers who see only certain reps, how often a lead was theirs to answer: one that a rep passed to another counts for both.',
    ),
    touched: count('Leads that were answered; for reps and teams, while the lead was theirs.'),
    attainment: share(
      'The share of leads whose first touch was on time, among those for which it is decided: by the promise to the lead (`leadWithin`) if there is one, else by those of all its owners; for reps and teams by their own. Null if none is decided.',
    ),
    elapsed: percentiles('In elapsed time, from receipt; for reps and teams from when the lead became theirs.'),
    working: percentiles(
      'In working time: what `split` counts as `systemSeconds` and `ownerSeconds`, from receipt; for reps and teams from when the lead became theirs.',
    ),
    bands: bands('Leads by elapsed time to the answer. Exactly five minutes count as `upTo5m`.'),
    bandRates: bandRates('What became of the leads of each band, whoever owned them later.'),
    workingBands: bands('The same in working time.'),
    workingBandRates: bandRates('The same in working time.'),
    split: part('Where the time to the answers went. The parts add up to the total.', {
      beforeReceiptSeconds: span('From when the person sent it until it was received.'),
      systemSeconds: span('While it had no owner, in the working hours of the promise to the lead.'),
      ownerSeconds: span('While its owner was at work and its clock was not paused.'),
      offHoursSeconds: span(
        'While its owner was off or away, or the promise waited for the lead’s contact hours (`leadHours`); without an owner, outside the working hours of the promise to the lead.',
      ),
      pausedSeconds: span('Paused, in working hours.'),
      totalSeconds: span('From submission to the answer; for reps and teams from when it became theirs.'),
    }),
    histogram: histogram('Answers by elapsed time, with `histogram=true`.'),
    workingHistogram: histogram('Answers by working time, with `histogram=true`.'),
  },
  COSTS,
  {
    leavesOut: part(
      'What the caller could see of this time and the report leaves out. Leads that were closed as they came in, and never had an owner, await no answer and are not counted here either. In CSV the last columns, filled in the line of the total.',
      {
        laterCycles: count('How often leads came back, which `cycles=first` does not count; 0 otherwise.'),
        testLeads: count(
          'How often test leads came in or came back, as the other leads are counted; 0 with `test=true`.',
        ),
      },
    ),
  },
);

const KEPT = {
  made: count('All with a deadline.'),
  met: count('Met, including corrected ones.'),
  breached: count('Missed.'),
  corrected: count('Recorded as missed, then corrected because the touch was reported late.'),
  cancelled: count('Neither met nor missed: the lead was closed or moved before, or was reached.'),
  running: count('Not decided yet.'),
  struck: count(
    'Struck misses, counted separately. A promise that ran again after a strike also counts by its later result; any other is not in `made`.',
  ),
  attainment: share(
    'The share of `met` among those that were met or missed. Those that ended before they were due (`cancelled`) and running ones do not count. Null if none was met or missed.',
  ),
};

export const BreachReport = reportOf('Breach', 'The results of promises.', {
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

export const ReassignmentReport = reportOf('Reassignment', 'The moves of leads between owners.', {
  moves: count('Moves to another owner; for reps and teams, moves to them.'),
  causes: causes('The same by cause.'),
  movesAway: count('For reps and teams, moves away from them; otherwise the same as `moves`.'),
  causesAway: causes('The same by cause.'),
});

export const CadenceReport = reportOf('Cadence', 'The results of the steps of cadences.', {
  steps: Type.Array(
    part('A step.', {
      step: Type.Integer({ minimum: 1, description: 'The number of the step, from 1.' }),
      begun: count('The number that began.'),
      kept: count('Done in its window.'),
      missed: count('Not done in its window.'),
      cancelledByContact: count('Ended because somebody was reached, or the lead reached a milestone.'),
      cancelled: count('Ended for another reason: the lead was moved or closed.'),
      running: count('Under way.'),
      struck: count('Struck misses, counted separately.'),
      reached: count('Those that ended with contact, met or not.'),
      contactRate: share('`reached` divided by the number that ended; null if none did.'),
    }),
    { description: 'The steps that any lead has begun.' },
  ),
  attemptsUntilContact: part('The number of attempts until leads were reached, including the last one.', {
    leads: count('Leads that were reached.'),
    median: nullable(count('The median number of attempts.')),
    p90: nullable(count('The 90th percentile.')),
    p99: nullable(count('The 99th percentile.')),
  }),
});

const STATES = {
  untouched: count('Not tried.'),
  attempting: count('Tried, not reached.'),
  connected: count('Reached.'),
  qualified: count('Qualified.'),
};

export const AgeingReport = reportOf(
  'Ageing',
  'The leads that are open now, by age.',
  {
    leads: count('Open leads.'),
    waiting: count('Leads without an owner.'),
    states: part('By work state.', STATES),
    ages: part(
      'By age, since they were received or came back.',
      each(AGE_BANDS, (band) => part(`${band}.`, { leads: count('The leads of that age.'), ...STATES })),
    ),
    oldestSeconds: nullable(span('The age of the oldest; null if there is none.')),
  },
  {},
);

const values = (description: string) =>
  Type.Record(Type.String({ pattern: '^[A-Z]{3}$' }), Type.String(), {
    description: `${description} By currency, as decimal numbers, each currency added up by itself.`,
  });

export const DispositionReport = reportOf(
  'Dispositions',
  'The reasons with which leads were closed, and whether they lasted.',
  {
    of: part(
      'The base of the shares: the leads of the same source, rep, day and so on, regardless of reason, category and intent.',
      {
        leads: count('The leads that were received or came back in the span, whatever their status.'),
        closed: count('Those leads with a disposition that was not reversed.'),
      },
    ),
    closed: count('Leads closed with a disposition that was not reversed.'),
    shareOfLeads: share('`closed` divided by `of.leads`; null if that is 0.'),
    shareOfClosed: share('`closed` divided by `of.closed`; null if that is 0.'),
    closedBy: part('`closed` by who closed them, regardless of later corrections.', {
      rep: count('A rep or a manager.'),
      rule: count('A rule of the policy (`unreachable`).'),
      key: count('A program.'),
      intake: count('Closed on arrival by a suppression.'),
    }),
    corrected: count('Those of `closed` that were first closed with another reason.'),
    reversed: count('Closings that were reversed, by reopening the lead or undoing a bulk closing. Not in `closed`.'),
    later: part(
      'What happened later to leads that were closed or reversed. A reason whose leads are often won later is used wrongly.',
      {
        cameBack: count('Opened again: reopened, woken, recycled, or the person replied.'),
        won: count('Won after that.'),
        wonRate: share('`won` divided by `closed` plus `reversed`; null if both are 0.'),
        wonRateOfCameBack: share('`won` divided by `cameBack`; null if that is 0.'),
        values: values('The value of these wins.'),
      },
    ),
    milestones: part('The milestones that the leads have reached. Reversed ones are left out.', {
      qualified: part('Qualified, or further.', {
        leads: count('Leads.'),
        values: values('The value of `qualified`.'),
      }),
      opportunity: part('An opportunity, or won.', {
        leads: count('Leads.'),
        values: values('The value of `opportunity`.'),
      }),
      won: part('Leads that were won.', { leads: count('Leads.'), values: values('The value of `won`.') }),
    }),
  },
);

const fairnessRow = objectSchema('FairnessRow', 'What members of pools got in turn, and their due.', {
  key: object(
    { pool: Type.Optional(id('The pool.')), rep: Type.Optional(id('The member.')) },
    { description: 'A value for each of `by`; empty for the total.' },
  ),
  label: Type.String({ description: 'The key with names.' }),
  shareDue: Type.Number({ description: 'Their shares by weight of the leads for which they were eligible.' }),
  shareGot: Type.Integer({ description: 'The leads that they got in turn.' }),
  credit: Type.Number({ description: 'Share due minus share got, in leads.' }),
  missed: MISSED,
});

export const FairnessReport = objectSchema('FairnessReport', 'How fairly pools dealt, with the total of all.', {
  data: Type.Array(fairnessRow, { description: 'In the order of the labels.' }),
  total: fairnessRow,
});
