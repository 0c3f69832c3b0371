import { Type } from '@sinclair/typebox';
import { count, part, share, span } from '../figures/figure.schema.js';
import { nullable, object } from '../platform/input/schema.js';
import { BANDS } from './buckets.js';
import { COSTS, each, reportOf } from './report-row.schema.js';

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
const inTime = (description: string) =>
  part(description, {
    kept: count('Met in time, or corrected because the touch was reported late.'),
    missed: count('Missed and no longer owed: answered late, moved to somebody else, or closed.'),
    overdue: count('Missed and still owed: past the deadline, without a touch.'),
    undecided: count('Not yet due.'),
    closedUntouched: count('Closed before it was due, without a touch.'),
    share: share('`kept` divided by `kept`, `missed` and `overdue` together; null if all three are 0.'),
  });
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
    touched: count(
      'Leads that were answered, by a touch or by reaching a milestone; for reps and teams, while the lead was theirs.',
    ),
    attainment: share(
      'The share of leads whose first touch was on time, among those for which it is decided: by the promise to the lead (`leadWithin`) if there is one, else by those of all its owners; for reps and teams by their own. Null if none is decided.',
    ),
    ownersInTime: inTime(
      'The promises of a first touch that owners had, one for each owner of a lead who was to answer it. A lead that moved three times has three.',
    ),
    leadsInTime: inTime(
      'The leads, once each: by the promise to the lead (`leadWithin`) if there is one, else by those of all its owners, where one miss decides. For reps and teams the same as `ownersInTime`.',
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
      'What the caller could see of this time and the report leaves out. Leads that were closed as they came in, and never had an owner, await no answer and are not counted here either, unless they were brought along. In CSV the last columns, filled in the line of the total.',
      {
        laterCycles: count('How often leads came back, which `cycles=first` does not count; 0 otherwise.'),
        testLeads: count(
          'How often test leads came in or came back, as the other leads are counted; 0 with `test=true`.',
        ),
        imported: count('How many leads were brought along by an import; 0 with `imported=with` and `imported=only`.'),
      },
    ),
  },
);
