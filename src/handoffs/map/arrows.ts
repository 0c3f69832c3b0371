import { shareOf } from '../../figures/figure.js';
import { caseless } from '../../platform/text.js';
import { counted } from '../../platform/words.js';
import {
  type HandoffCounts,
  type HandoffStage,
  isOfWhole,
  type PassedOn,
  type StageTimes,
} from '../reports/handoff-counts.js';
import { type HandoffGroup, handoffNumbersOf, type StageNumbers } from '../reports/handoff-numbers.js';
import { endsOfReceiver, type HandoffMap } from './kind-map.js';
import { spanInWords, timesInWords } from './span-words.js';

/** Work on its way from one stage to the next, with what that took. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly what: 'begin' | 'handOver' | 'process';
  /** The name of the receiver; null where it is for all of them. */
  readonly receiver: string | null;
  /** The stage after which it goes to the receiver; null where it comes from whoever gives. */
  readonly after: string | null;
  /** In words; null where nothing is promised. */
  readonly within: string | null;
  readonly taken: StageNumbers;
  readonly stalls: Stalls;
  /** What came back along it; null where nothing can. */
  readonly rework: Rework | null;
  readonly questions: { readonly asked: number; readonly answered: StageNumbers } | null;
}

/** Where work stood still. */
interface Stalls {
  /** Promises that were not kept in time. */
  readonly missed: number;
  /** Of these, what is not done yet. */
  readonly unfinished: number;
  readonly escalations: number;
}

interface Rework {
  readonly returned: number;
  readonly returns: number;
  readonly reworkRate: number | null;
  readonly redone: StageNumbers;
}

/** What was counted of a kind, and of each of its receivers by its name. */
interface KindGroup {
  readonly whole: HandoffGroup;
  readonly receivers: ReadonlyMap<string, HandoffGroup>;
}

const NOTHING: HandoffGroup = { handedOver: [], passedOn: [], stages: [] };

/** From the start to the giver, and for each receiver to it and from it: in the order of the map. */
export function arrowsOf(map: HandoffMap, { whole, receivers }: KindGroup): Arrow[] {
  return [
    {
      ...{ from: 'start', to: 'giver', what: 'begin', receiver: null, after: null, within: null },
      ...{ taken: handoffNumbersOf(whole).form, stalls: stallsOf(whole, ['form']), rework: null, questions: null },
    },
    ...map.stages.flatMap(({ name, after, acceptsWithin, doneWithin }, index): Arrow[] => {
      const group = receivers.get(name) ?? NOTHING;
      const numbers = handoffNumbersOf(group);
      const { returned, returns, reworkRate, questions } = numbers;
      const id = `r${index + 1}`;
      const { from, to } = endsOfReceiver(map, index + 1);
      return [
        {
          ...{ from, to: id, what: 'handOver', receiver: name, after, within: acceptsWithin },
          ...{ taken: numbers.acknowledge, stalls: stallsOf(group, ['acknowledge', 'rework', 'answer']) },
          rework: { returned, returns, reworkRate, redone: numbers.rework },
          questions: { asked: questions, answered: numbers.answer },
        },
        {
          ...{ from: id, to, what: 'process', receiver: name, after: null, within: doneWithin },
          ...{ taken: numbers.complete, stalls: stallsOf(group, ['complete']), rework: null, questions: null },
        },
      ];
    }),
  ];
}

function stallsOf({ stages }: HandoffGroup, of: readonly HandoffStage[]): Stalls {
  const found = stages.filter(({ stage }) => of.includes(stage));
  const sum = (pick: (row: (typeof found)[number]) => number) => found.reduce((total, row) => total + pick(row), 0);
  const missed = sum((row) => row.missed);
  return {
    missed,
    unfinished: Math.max(0, missed + sum((row) => row.kept - row.elapsed.length)),
    escalations: sum((row) => row.escalated),
  };
}

/** How often work did not go along it as was promised: it was late, or came back. */
export function wentWrong({ stalls, rework }: Arrow): number {
  return stalls.missed + (rework?.returns ?? 0);
}

/**
 * Where work goes wrong most often; among equals where it does so for the larger share, then where it takes longest.
 * @returns null where nothing went wrong
 */
export function worstOf<Of extends Arrow>(arrows: readonly Of[]): Of | null {
  const [worst] = arrows.filter((arrow) => wentWrong(arrow) > 0).sort((one, other) => compare(other, one));
  return worst ?? null;
}

function compare(one: Arrow, other: Arrow): number {
  return (
    wentWrong(one) - wentWrong(other) ||
    shareWrong(one) - shareWrong(other) ||
    (one.taken.working.p90Seconds ?? 0) - (other.taken.working.p90Seconds ?? 0)
  );
}

function shareWrong(arrow: Arrow): number {
  return shareOf(wentWrong(arrow), timesOf(arrow)) ?? 0;
}

/** How often something went along it. */
function timesOf({ taken }: Arrow): number {
  return taken.kept + taken.missed + taken.running;
}

const DONE: Readonly<Record<Arrow['what'], string>> = {
  begin: 'complete',
  handOver: 'accepted or returned',
  process: 'processed',
};

/** What is said of an arrow on the map, line by line; nothing where nothing went along it. */
export function wordsOf(arrow: Arrow): string[] {
  const { what, taken, stalls, rework, questions } = arrow;
  if (timesOf(arrow) === 0) return [];
  const [worked, passed] = [tookOf(taken.working, true), tookOf(taken.elapsed, false)];
  return [
    ...(worked === null ? [] : [`${DONE[what]} in ${worked.replace(/(?=,|$)/, ' of work')}`]),
    ...(passed === null || passed === worked ? [] : [`by the clock ${passed}`]),
    [
      what === 'begin' ? `owed ${timesInWords(timesOf(arrow))}` : counted(timesOf(arrow), 'time'),
      `${stalls.missed} late`,
      ...(rework === null ? [] : [`${rework.returns} returned`]),
      ...(questions === null ? [] : [counted(questions.asked, 'question')]),
    ].join(', '),
  ];
}

/** Half of them, and nine of ten where that is more. */
function tookOf({ medianSeconds, p90Seconds }: StageNumbers['elapsed'], isWork: boolean): string | null {
  if (medianSeconds === null || p90Seconds === null) return null;
  const [half, most] = [spanInWords(medianSeconds, isWork), spanInWords(p90Seconds, isWork)];
  return half === most ? half : `${half}, nine of ten in ${most}`;
}

/** Why it is the worst, in one sentence. @param giver who gives, as the map says it */
export function whyWorst(arrow: Arrow, giver: string): string {
  return `${titleOf(arrow, giver)}: ${troubleOf(arrow)}.`;
}

/** What went wrong along it. */
export function troubleOf(arrow: Arrow): string {
  const { taken, within, stalls, rework } = arrow;
  const was = taken.missed === 1 ? 'was' : 'were';
  const late = `${taken.missed} of ${timesOf(arrow)} ${was} not ${DONE[arrow.what]} ${within === null ? 'in time' : `within ${within}`}`;
  const otherwise = stalls.missed - taken.missed;
  return [
    ...(taken.missed > 0 ? [late] : []),
    ...(rework !== null && rework.returns > 0 ? [`it came back ${timesInWords(rework.returns)}`] : []),
    ...(otherwise > 0 ? [`a return or a question was seen to late ${timesInWords(otherwise)}`] : []),
    ...(stalls.escalations > 0 ? [`whoever decides was told ${timesInWords(stalls.escalations)}`] : []),
    ...(stalls.unfinished > 0 ? [`${stalls.unfinished} still ${stalls.unfinished === 1 ? 'waits' : 'wait'}`] : []),
  ].join('; ');
}

/** Between whom it is. */
export function titleOf({ what, receiver, after }: Arrow, giver: string): string {
  if (what === 'begin') return `${giver}, until the form is complete`;
  return what === 'handOver' ? `${after ?? giver} → ${receiver}` : `${receiver}, until it is processed`;
}

interface OfKind {
  /** All of the kind together, as the report has it by kind. */
  readonly all: HandoffGroup;
  readonly group: KindGroup;
  /** Receivers of earlier versions, that the kind has no more. */
  readonly former: readonly string[];
}

/**
 * What was counted of one kind.
 * @param counts by kind, and by receivers as their kinds call them
 * @param present the receivers of the kind as it is: names are one without case
 */
export function ofKind(counts: HandoffCounts, kindId: string, present: readonly { readonly name: string }[]): OfKind {
  const isOf = ({ first }: { readonly first: string }) => first === kindId;
  const handedOver = counts.whole?.handedOver.filter(isOf) ?? [];
  const ofWhole = counts.whole?.stages.filter(isOf) ?? [];
  const passedOn = counts.passedOn.filter(isOf);
  // What is of the whole was counted once for each receiver too.
  const stages = counts.stages.filter((row) => isOf(row) && !isOfWhole(row.stage));
  const nameOf = new Map(present.map(({ name }) => [caseless(name), name]));
  for (const { second } of passedOn) if (!nameOf.has(caseless(second))) nameOf.set(caseless(second), second);
  const rowsOf = <Row extends PassedOn | StageTimes>(rows: readonly Row[], key: string) =>
    rows.filter(({ second }) => caseless(second) === key);
  return {
    all: { handedOver, passedOn, stages: [...stages, ...ofWhole] },
    group: {
      whole: { handedOver, passedOn: [], stages: ofWhole },
      receivers: new Map(
        [...nameOf].map(([key, name]) => [
          name,
          { handedOver: [], passedOn: rowsOf(passedOn, key), stages: rowsOf(stages, key) },
        ]),
      ),
    },
    former: [...nameOf.values()].slice(present.length),
  };
}
