import { pluck } from '../../platform/values/group.js';
import { counted } from '../../platform/values/words.js';
import type { HandoffNumbers } from '../reports/handoff-numbers.js';
import { type Arrow, titleOf, troubleOf, wentWrong } from './arrows.js';
import { stepsOf } from './kind-map.js';
import { spanInWords, timesInWords } from './span-words.js';
import { followsOf, type Workflow } from './workflows.js';

/** The questions of a workshop on how work is handed over. */
export const DIAGNOSIS_QUESTIONS = {
  ends: 'Where does the work start, and where does it end?',
  hands: 'How often does it change hands?',
  stalls: 'Where does it stall?',
  chased: 'Where is it chased?',
  redone: 'Where is it redone?',
} as const;
export type DiagnosisQuestion = keyof typeof DIAGNOSIS_QUESTIONS;

interface WorkflowNumbers {
  readonly workflows: readonly Workflow[];
  /** The numbers of all workflows together. */
  readonly total: HandoffNumbers;
  readonly warnings: number;
  readonly amendments: number;
}

/** The figures behind the answers. */
export function diagnosisNumbersOf({ total, warnings, amendments }: Omit<WorkflowNumbers, 'workflows'>) {
  const { handoffs, done, receivers, blockers, questions, escalations, returns, exceptions } = total;
  const stages = [total.form, total.acknowledge, total.complete, total.rework, total.answer];
  return {
    handoffs,
    done,
    receivers,
    blockers,
    questions,
    escalations,
    returns,
    exceptions,
    warnings,
    amendments,
    changesOfHands: changesOfHands({ receivers, returns, redone: total.rework.ended }),
    missed: stages.reduce((sum, { missed }) => sum + missed, 0),
  };
}

/** The number of places that an answer names. */
const NAMED_MAX = 3;

/** Counts how often work changed hands: to its receivers, back to the giver, and out again. */
export function changesOfHands(counts: Readonly<Record<'receivers' | 'returns' | 'redone', number>>): number {
  return counts.receivers + counts.returns + counts.redone;
}

export function diagnosisOf(diagnosed: WorkflowNumbers): Record<DiagnosisQuestion, string> {
  if (diagnosed.total.handoffs === 0) {
    const nothing = 'Nothing was handed over in this time.';
    return {
      ends: [startsOf(diagnosed), nothing].filter((text) => text !== '').join(' '),
      hands: nothing,
      stalls: nothing,
      chased: nothing,
      redone: nothing,
    };
  }
  return {
    ends: endsOf(diagnosed),
    hands: handsOf(diagnosed),
    stalls: stallsOf(diagnosed),
    chased: chasedOf(diagnosed),
    redone: redoneOf(diagnosed),
  };
}

function startsOf({ workflows }: WorkflowNumbers): string {
  return followsOf(workflows)
    .map(({ words, kindIds }) => {
      const names = kindIds.map((id) => workflows.find(({ kindId }) => kindId === id)!.name);
      return `${words}: ${listed(names)}.`;
    })
    .join(' ');
}

function endsOf(diagnosed: WorkflowNumbers): string {
  const { workflows, total } = diagnosed;
  const { handoffs, done, whole } = total;
  const used = workflows.filter(({ numbers }) => numbers.handoffs > 0);
  const ends = used.map(({ name, map, numbers }) => {
    const last = stepsOf(map)
      .at(-1)!
      .map((stage) => stage.name);
    const stages = [...new Set(map.stages.flatMap(({ stage }) => stage ?? []))];
    const through = stages.length === 0 ? '' : `goes through ${listed(stages.map((stage) => `“${stage}”`))}, `;
    return `${name} was handed over ${timesInWords(numbers.handoffs)} by ${lowered(map.giver)}, ${through}and ends when ${listed(last)} ${last.length === 1 ? 'has' : 'have'} processed it: ${numbers.done === 0 ? 'none has ended yet' : `${numbers.done} ended`}.`;
  });
  const took =
    whole.elapsed.medianSeconds === null
      ? ''
      : ` The median time from beginning to end was ${spanInWords(whole.elapsed.medianSeconds)}${
          whole.working.medianSeconds === null
            ? ''
            : `, ${spanInWords(whole.working.medianSeconds, true)} of it at work`
        }; nine of ten took up to ${spanInWords(whole.elapsed.p90Seconds!)}.`;
  return `${startsOf(diagnosed)} ${ends.join(' ')} In all ${counted(handoffs, 'handoff')} began, and ${done === 0 ? 'none' : done} ${done > 1 ? 'have come to their' : 'has come to its'} end.${took}`.trim();
}

function handsOf({ total }: WorkflowNumbers): string {
  const { handoffs, receivers, returns, rework } = total;
  const changes = changesOfHands({ receivers, returns, redone: rework.ended });
  const each = Math.round((changes / handoffs) * 10) / 10;
  return `${counted(handoffs, 'handoff')} went to ${counted(receivers, 'receiver')}; ${returns === 0 ? 'none came back' : `${returns} came back, and ${rework.ended} of these went out again`}. So the work changed hands ${timesInWords(changes)}, ${timesInWords(each)} for each handoff.`;
}

function stallsOf({ workflows, total }: WorkflowNumbers): string {
  const [most, ...others] = placesOf(workflows, ({ stalls }) => stalls.missed);
  const blocked =
    total.blockers === 0 ? 'Nothing was reported to hold it up.' : `${counted(total.blockers, 'blocker')} held it up.`;
  if (most === undefined) return `Nowhere: every promise that has ended was kept. ${blocked}`;
  const also = others.length === 0 ? '' : ` Also ${named(others, 'late')}`;
  return `Most often at ${whereOf(most, workflows)}: ${troubleOf(most.arrow)}.${also} ${slowest(workflows)} ${blocked}`;
}

/** Returns where work waits longest to be accepted, by the median. */
function slowest(workflows: readonly Workflow[]): string {
  const waits = everyArrow(workflows)
    .filter(({ arrow }) => arrow.what === 'handOver' && arrow.taken.elapsed.medianSeconds !== null)
    .sort((one, other) => other.arrow.taken.elapsed.medianSeconds! - one.arrow.taken.elapsed.medianSeconds!);
  const [longest] = waits;
  if (longest === undefined) return 'Nothing has been accepted yet.';
  const { elapsed, working } = longest.arrow.taken;
  return `It waits longest for ${longest.arrow.receiver} to accept it: the median is ${spanInWords(elapsed.medianSeconds!)}${
    working.medianSeconds === null ? '' : ` (${spanInWords(working.medianSeconds, true)} at work)`
  }, and nine of ten took up to ${spanInWords(elapsed.p90Seconds!)}.`;
}

function chasedOf({ workflows, total, warnings }: WorkflowNumbers): string {
  const { questions, answer, escalations, questionsPerHandoff } = total;
  const places = placesOf(workflows, (arrow) => arrow.questions?.asked ?? 0);
  const answered =
    answer.elapsed.medianSeconds === null
      ? ''
      : ` The median time to an answer was ${spanInWords(answer.elapsed.medianSeconds)}, and ${answer.missed} ${answer.missed === 1 ? 'was' : 'were'} late.`;
  const about =
    questions === 0
      ? 'No questions were asked.'
      : `${counted(questions, 'question')} ${questions === 1 ? 'was' : 'were'} asked, ${questionsPerHandoff} per handoff: ${named(places, 'asked')}${answered}`;
  return `${about} ${counted(warnings, 'warning')} ${warnings === 1 ? 'was' : 'were'} given before a deadline, and ${counted(escalations, 'miss', 'misses')} went to the decider.`;
}

function redoneOf({ workflows, total, amendments }: WorkflowNumbers): string {
  const { returned, returns, receivers, receiversDone, rightFirstTime, exceptions, rework } = total;
  const back = placesOf(workflows, ({ rework: came }) => came?.returns ?? 0);
  const about =
    returns === 0
      ? 'Nothing came back.'
      : `${returned} of ${counted(receivers, 'receiver')} returned it, ${timesInWords(returns)} in all: ${named(back, 'returned')}${
          rework.elapsed.medianSeconds === null
            ? ''
            : ` The median time until it was handed over again was ${spanInWords(rework.elapsed.medianSeconds)}.`
        }`;
  const right =
    receiversDone === 0
      ? 'Nothing has been processed yet.'
      : `Of ${receiversDone} that were processed ${rightFirstTime} ${rightFirstTime === 1 ? 'was' : 'were'} right the first time.`;
  const amended = amendments === 0 ? 'No form was amended' : `Forms were amended ${timesInWords(amendments)}`;
  return `${about} ${amended} after the handover, and ${exceptions === 0 ? 'none' : exceptions} began by an exception, before the form was complete. ${right}`;
}

interface Place {
  readonly workflow: Workflow;
  readonly arrow: Arrow;
  readonly count: number;
}

function everyArrow(workflows: readonly Workflow[]) {
  return workflows.flatMap((workflow) => workflow.arrows.map((arrow) => ({ workflow, arrow })));
}

/** Returns the arrows where something happened, the most frequent first. */
function placesOf(workflows: readonly Workflow[], count: (arrow: Arrow) => number): Place[] {
  return everyArrow(workflows)
    .map((each) => ({ ...each, count: count(each.arrow) }))
    .filter((each) => each.count > 0)
    .sort((one, other) => other.count - one.count || wentWrong(other.arrow) - wentWrong(one.arrow));
}

function named(places: readonly Place[], what: string): string {
  const shown = places
    .slice(0, NAMED_MAX)
    .map((place) => `${place.count} ${what} at ${whereOf(place, pluck(places, 'workflow'))}`);
  return `${listed(shown)}.`;
}

/** @param among the workflows that are mentioned; if there is only one, its name is left out */
function whereOf({ workflow, arrow }: Place, among: readonly Workflow[]): string {
  const where = titleOf(arrow, workflow.map.giver);
  return new Set(among.map(({ kindId }) => kindId)).size === 1 ? where : `${where} (${workflow.name})`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function lowered(text: string): string {
  return `the ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
