import { get, type Schemas } from '../api/api.js';
import { span } from '../parts/times.js';
import { counted } from '../parts/words.js';
import { inTime, inTimeWords, percentOf, undecidedWords } from '../reports/in-time.js';
import type { Report } from '../reports/report.js';
import { BEFORE_AFTER } from './before-after-report.js';
import { HeatMap } from './heat-map.js';
import { DIMENSIONS, figure, OF_LEADS, report } from './report.js';
import { SHADOW } from './shadow-report.js';
import { CADENCE, FAIRNESS, HANDOFFS, MOVES } from './work-reports.js';

type Speed = Schemas['SpeedToLeadRow'];
type Breach = Schemas['BreachRow'];
type Reason = Schemas['DispositionsRow'];
type Ageing = Schemas['AgeingRow'];

const SPEED = report<Speed>({
  name: 'Speed',
  question: 'How fast are we?',
  ...OF_LEADS,
  isByOwner: true,
  path: '/v1/reports/speed-to-lead',
  hasHistory: true,
  by: DIMENSIONS,
  columns: (_, isByOwner) => [
    { name: isByOwner ? 'To answer' : 'Leads', text: ({ leads }) => figure(leads) },
    { name: 'Touched', text: ({ touched }) => figure(touched) },
    { name: 'Owners in time', ...inTime(({ ownersInTime }) => ownersInTime) },
    ...(isByOwner ? [] : [{ name: 'Leads answered in time', ...inTime(({ leadsInTime }: Speed) => leadsInTime) }]),
    { name: 'Overdue', text: ({ leadsInTime }) => figure(leadsInTime.overdue) },
    { name: 'Not yet due', text: ({ leadsInTime }) => figure(leadsInTime.undecided) },
    { name: 'Closed before', text: ({ leadsInTime }) => figure(leadsInTime.closedUntouched) },
    { name: 'Median', text: ({ elapsed }) => span(elapsed.medianSeconds) },
    { name: '90 % within', text: ({ elapsed }) => span(elapsed.p90Seconds) },
    { name: 'Up to 5 min', text: ({ bands }) => figure(bands.upTo5m) },
    { name: 'Up to 15 min', text: ({ bands }) => figure(bands.upTo15m) },
    { name: 'Up to 1 h', text: ({ bands }) => figure(bands.upTo60m) },
    { name: 'Later', text: ({ bands }) => figure(bands.over60m) },
    { name: 'Never', text: ({ bands }) => figure(bands.never) },
  ],
  read: (query) => get('/v1/reports/speed-to-lead', { query }),
  Below: HeatMap,
  sentence: ({ leads, touched, elapsed, ownersInTime, leadsInTime }, isByOwner, { leavesOut }) => {
    const which = isByOwner
      ? `${counted(leads, 'time')} a lead was to be answered`
      : `${counted(leads, 'time')} a lead came in or came back`;
    const had = `${which}, ${touched} of them with a first touch`;
    const after = touched === 0 ? '' : `, after ${span(elapsed.medianSeconds)} in the median`;
    const kept = [
      ...(isByOwner ? [] : [inTimeWords('leads were answered in time', leadsInTime)]),
      inTimeWords('promises of owners to make first touch were kept', ownersInTime),
    ].join('');
    const tests = leavesOut?.testLeads ?? 0;
    const imported = leavesOut?.imported ?? 0;
    const left = [
      ...(tests === 0 ? [] : [counted(tests, 'test lead')]),
      ...(imported === 0 ? [] : [counted(imported, 'lead of history', 'leads of history')]),
    ];
    const without = left.length === 0 ? '' : ` Left out: ${left.join(', ')}.`;
    return `${had}${after}.${kept}${undecidedWords(leadsInTime)}${without}`;
  },
});

/** Promises that ended before their deadline, for example because the lead was closed or moved. */
const endedBefore = ({ made, met, breached, running }: Breach): number => made - met - breached - running;

const BREACHES = report<Breach>({
  name: 'Promises',
  question: 'What did we promise, and what did we miss?',
  ...OF_LEADS,
  isByOwner: true,
  path: '/v1/reports/breaches',
  by: DIMENSIONS,
  columns: [
    { name: 'Made', text: ({ made }) => figure(made) },
    { name: 'Kept', text: ({ met }) => figure(met) },
    { name: 'Missed', text: ({ breached }) => figure(breached) },
    { name: 'Corrected later', text: ({ corrected }) => figure(corrected) },
    { name: 'Struck', text: ({ struck }) => figure(struck) },
    { name: 'Running', text: ({ running }) => figure(running) },
    { name: 'Ended before', text: (row) => figure(endedBefore(row)) },
    {
      name: 'Kept, of those met or missed',
      text: ({ attainment, met, breached }) => percentOf(attainment, met + breached),
      bar: ({ attainment }) => attainment,
    },
  ],
  read: (query) => get('/v1/reports/breaches', { query }),
  sentence: (row) =>
    `${counted(row.made, 'promise')}: ${row.met} kept, ${row.breached} missed, ${row.running} running, ${endedBefore(row)} ended before the deadline.`,
});

const REASONS = report<Reason>({
  name: 'Reasons',
  question: 'What becomes of the leads we buy?',
  ...OF_LEADS,
  isByOwner: true,
  path: '/v1/reports/dispositions',
  hasHistory: true,
  by: ['source,reason', 'reason', 'category', 'intent', ...DIMENSIONS],
  columns: [
    { name: 'Closed', text: ({ closed }) => figure(closed) },
    {
      name: 'Of closed',
      text: ({ shareOfClosed, of }) => percentOf(shareOfClosed, of.closed),
      bar: ({ shareOfClosed }) => shareOfClosed,
    },
    { name: 'Of leads', text: ({ shareOfLeads, of }) => percentOf(shareOfLeads, of.leads) },
    { name: 'Won', text: ({ milestones }) => figure(milestones.won.leads) },
    { name: 'Without attempts', text: ({ withoutAttempts }) => figure(withoutAttempts) },
    { name: 'Corrected', text: ({ corrected }) => figure(corrected) },
    { name: 'Taken back', text: ({ reversed }) => figure(reversed) },
  ],
  read: (query) => get('/v1/reports/dispositions', { query }),
  // A win needs no reason, so it is not among the closed.
  sentence: ({ closed, shareOfLeads, of, milestones }) =>
    `${counted(closed, 'lead was', 'leads were')} closed for a reason, ${percentOf(shareOfLeads, of.leads)}. ${milestones.won.leads} of ${of.leads} ${of.leads === 1 ? 'lead was' : 'leads were'} won.`,
});

const AGEING = report<Ageing>({
  name: 'Open leads',
  question: 'What lies around, and for how long?',
  ...OF_LEADS,
  path: '/v1/reports/ageing',
  hasHistory: true,
  by: ['rep', ...DIMENSIONS.filter((name) => name !== 'rep')],
  columns: [
    { name: 'Open', text: ({ leads }) => figure(leads) },
    { name: 'No touch yet', text: ({ states }) => figure(states.untouched) },
    { name: 'Up to 1 h', text: ({ ages }) => figure(ages.upTo1h.leads) },
    { name: 'Up to 1 d', text: ({ ages }) => figure(ages.upTo1d.leads) },
    { name: 'Up to 3 d', text: ({ ages }) => figure(ages.upTo3d.leads) },
    { name: 'Up to 7 d', text: ({ ages }) => figure(ages.upTo7d.leads) },
    { name: 'Up to 30 d', text: ({ ages }) => figure(ages.upTo30d.leads) },
    { name: 'Older', text: ({ ages }) => figure(ages.over30d.leads) },
    { name: 'Oldest', text: ({ oldestSeconds }) => span(oldestSeconds) },
  ],
  read: (query) => get('/v1/reports/ageing', { query }),
  sentence: ({ leads, states }) =>
    `${counted(leads, 'lead is', 'leads are')} open, ${states.untouched} of them without a first touch.`,
});

export const REPORTS: Readonly<Record<string, Report>> = {
  speed: SPEED,
  promises: BREACHES,
  reasons: REASONS,
  open: AGEING,
  cadence: CADENCE,
  moves: MOVES,
  fairness: FAIRNESS,
  handoffs: HANDOFFS,
  'before-after': BEFORE_AFTER,
  shadow: SHADOW,
};
