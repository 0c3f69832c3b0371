import { get, type Schemas } from '../api/api.js';
import { span } from '../parts/times.js';
import { counted } from '../parts/words.js';
import { percentOf } from '../reports/in-time.js';
import { DIMENSIONS, figure, OF_LEADS, report } from './report.js';

type Cadence = Schemas['CadenceRow'];
type Moves = Schemas['ReassignmentRow'];
type Fairness = Schemas['FairnessRow'];
type Handoffs = Schemas['HandoffReportRow'];

const STEPS = [1, 2, 3, 4, 5, 6];
const sumOf = ({ steps }: Cadence, name: 'begun' | 'kept' | 'missed' | 'reached') =>
  steps.reduce((sum, step) => sum + step[name], 0);

function reachedBy(step: Cadence['steps'][number] | undefined): string {
  return step === undefined ? '–' : percentOf(step.contactRate, step.begun - step.running);
}

export const CADENCE = report<Cadence>({
  name: 'Follow-up',
  question: 'After how many calls do we reach them?',
  ...OF_LEADS,
  path: '/v1/reports/cadence',
  by: DIMENSIONS,
  columns: [
    { name: 'Reached', text: ({ attemptsUntilContact }) => figure(attemptsUntilContact.leads) },
    { name: 'Median', text: ({ attemptsUntilContact }) => tries(attemptsUntilContact.median) },
    { name: '90 % within', text: ({ attemptsUntilContact }) => tries(attemptsUntilContact.p90) },
    { name: 'Steps begun', text: (row) => figure(sumOf(row, 'begun')) },
    { name: 'Kept', text: (row) => figure(sumOf(row, 'kept')) },
    { name: 'Missed', text: (row) => figure(sumOf(row, 'missed')) },
    ...STEPS.map((number) => ({
      name: `Reached by step ${number}`,
      text: ({ steps }: Cadence) => reachedBy(steps.find(({ step }) => step === number)),
    })),
  ],
  read: (query) => get('/v1/reports/cadence', { query }),
  sentence: (total) =>
    `${reachedWords(total)}. Planned steps: ${sumOf(total, 'begun')}, of which ${sumOf(total, 'missed')} missed.`,
});

export const MOVES = report<Moves>({
  name: 'Moves',
  question: 'How often do leads change hands, and why?',
  ...OF_LEADS,
  path: '/v1/reports/reassignments',
  by: DIMENSIONS,
  columns: [
    { name: 'Moves', text: ({ moves }) => figure(moves) },
    { name: 'After a miss', text: ({ causes }) => figure(causes.breach) },
    { name: 'By hand', text: ({ causes }) => figure(causes.manual) },
    { name: 'Given back', text: ({ causes }) => figure(causes.decline) },
    { name: 'Claimed', text: ({ causes }) => figure(causes.claim) },
    { name: 'Absence', text: ({ causes }) => figure(causes.absence) },
    { name: 'Leaving', text: ({ causes }) => figure(causes.offboard) },
    { name: 'Undone', text: ({ causes }) => figure(causes.undone) },
    { name: 'Moved away', text: ({ movesAway }) => figure(movesAway) },
    { name: 'Away after a miss', text: ({ causesAway }) => figure(causesAway.breach) },
  ],
  read: (query) => get('/v1/reports/reassignments', { query }),
  sentence: ({ moves, causes }) => `${counted(moves, 'move')}, ${causes.breach} of them after a miss.`,
});

const sumOfTurns = (missed: Readonly<Record<string, number>>): number =>
  Object.values(missed).reduce((sum, turns) => sum + turns, 0);

export const FAIRNESS = report<Fairness>({
  name: 'Fairness',
  question: 'Is the dealing fair?',
  counted: 'Turns',
  list: '/leads',
  path: '/v1/reports/fairness',
  by: ['pool,rep', 'rep', 'pool'],
  columns: [
    { name: 'Due', text: ({ shareDue }) => shareDue.toFixed(1) },
    { name: 'Got', text: ({ shareGot }) => figure(shareGot) },
    { name: 'Is owed', text: ({ credit }) => credit.toFixed(1) },
    {
      name: 'Missed turns',
      text: ({ missed }) => figure(sumOfTurns(missed)),
    },
    { name: 'Away', text: ({ missed }) => figure((missed.absent ?? 0) + (missed.unavailable ?? 0)) },
    { name: 'Off hours', text: ({ missed }) => figure(missed.offHours ?? 0) },
    { name: 'At capacity', text: ({ missed }) => figure(missed.capacity ?? 0) },
    { name: 'Skill', text: ({ missed }) => figure(missed.skill ?? 0) },
    { name: 'Gave back', text: ({ missed }) => figure(missed.declined ?? 0) },
    {
      name: 'Otherwise',
      text: ({ missed: { absent, unavailable, offHours, capacity, skill, declined, ...others } }) =>
        figure(sumOfTurns(others)),
    },
  ],
  read: (query) => get('/v1/reports/fairness', { query }),
  sentence: ({ shareGot }) =>
    `${counted(shareGot, 'lead was', 'leads were')} dealt in turn. Members who are owed leads get the next ones; the turns that they missed show why.`,
});

export const HANDOFFS = report<Handoffs>({
  name: 'Handoffs',
  question: 'How does work change hands, and what comes back?',
  counted: 'Handed over',
  list: '/handoffs',
  isInZone: true,
  path: '/v1/reports/handoffs',
  by: ['kind', 'team', 'giver', 'receiver', 'product', 'day', 'week'],
  columns: [
    { name: 'Handed over', text: ({ handoffs }) => figure(handoffs) },
    { name: 'Done', text: ({ done }) => figure(done) },
    { name: 'Median until accepted', text: ({ acknowledge }) => span(acknowledge.elapsed.medianSeconds) },
    {
      name: 'Accepted in time',
      text: ({ acknowledge }) => percentOf(acknowledge.attainment, acknowledge.kept + acknowledge.missed),
      bar: ({ acknowledge }) => acknowledge.attainment,
    },
    { name: 'Median until processed', text: ({ complete }) => span(complete.elapsed.medianSeconds) },
    {
      name: 'Processed in time',
      text: ({ complete }) => percentOf(complete.attainment, complete.kept + complete.missed),
      bar: ({ complete }) => complete.attainment,
    },
    { name: 'Returned', text: ({ reworkRate, receivers }) => percentOf(reworkRate, receivers) },
    { name: 'Median until redone', text: ({ rework }) => span(rework.elapsed.medianSeconds) },
    {
      name: 'Right the first time',
      text: ({ firstTimeRightRate, receiversDone }) => percentOf(firstTimeRightRate, receiversDone),
    },
    {
      name: 'Questions each',
      text: ({ questionsPerHandoff }) => (questionsPerHandoff === null ? '–' : figure(questionsPerHandoff)),
    },
    { name: 'Exceptions', text: ({ exceptions }) => figure(exceptions) },
    { name: 'Blockers', text: ({ blockers }) => figure(blockers) },
    { name: 'Escalated', text: ({ escalations }) => figure(escalations) },
  ],
  read: (query) => get('/v1/reports/handoffs', { query }),
  sentence: ({ handoffs, returned, receivers, firstTimeRightRate, receiversDone }) =>
    `${counted(handoffs, 'handoff')}; ${returned} of ${counted(receivers, 'receiver')} returned theirs. Right the first time: ${percentOf(firstTimeRightRate, receiversDone)}.`,
});

function reachedWords({ attemptsUntilContact: { leads, median } }: Cadence): string {
  return `${counted(leads, 'lead was', 'leads were')} reached${median === null ? '' : `, after ${tries(median)} in the median`}`;
}

function tries(times: number | null): string {
  return times === null ? '–' : counted(times, 'try', 'tries');
}
