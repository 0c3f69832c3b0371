import { Type } from '@sinclair/typebox';
import { MISSED } from '../admin/routing/pool.schema.js';
import { count, part, share, span } from '../figures/figure.schema.js';
import { id, nullable, object, objectSchema } from '../platform/input/schema.js';
import { ASSIGNMENT_CAUSES } from '../routing/assignments/assignment.js';
import { AGE_BANDS } from './ageing.js';
import { PROMISES } from './promise-counts.js';
import { each, reportOf } from './report-row.schema.js';

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
    withoutAttempts: count(
      'Those of `closed` with a reason that rests on attempts that were not all made: a manager or a program closed them, or somebody closed many leads at once.',
    ),
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
