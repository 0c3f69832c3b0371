import { shareOf } from '../../figures/figure.js';
import { caseless } from '../../platform/values/text.js';
import { counted } from '../../platform/values/words.js';
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

/** The way of work from one stage to the next, with how long it took. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly what: 'begin' | 'handOver' | 'process';
  /** The name of the receiver; null if it concerns all of them. */
  readonly receiver: string | null;
  /** The stage after which the receiver gets it; null if it comes from the giver. */
  readonly after: string | null;
  /** The promised time in words; null if nothing is promised. */
  readonly within: string | null;
  readonly taken: StageNumbers;
  readonly stalls: Stalls;
  /** What was returned along it; null if nothing can be. */
  readonly rework: Rework | null;
  readonly questions: { readonly asked: number; readonly answered: StageNumbers } | null;
}

/** What tells where work goes wrong, of any kind of arrow. */
type Troubled = Pick<Arrow, 'taken' | 'rework'> & { readonly stalls: Pick<Stalls, 'missed'> };

/** How often work along an arrow stood still. */
interface Stalls {
  /** Promises that were not kept in time. */
  readonly missed: number;
  /** Of these, promises that are still not kept. */
  readonly unfinished: number;
  readonly escalations: number;
}

interface Rework {
  readonly returned: number;
  readonly returns: number;
  readonly reworkRate: number | null;
  readonly redone: StageNumbers;
}

/** The counts of a kind as a whole, and of each of its receivers by name. */
interface KindGroup {
  readonly whole: HandoffGroup;
  readonly receivers: ReadonlyMap<string, HandoffGroup>;
}

const NOTHING: HandoffGroup = { handedOver: [], passedOn: [], stages: [] };

/**
 * Returns the arrows in the order of the map: from the start to the giver, then for each receiver to it and from it.
 */
export function arrowsOf(map: HandoffMap, { whole, receivers }: KindGroup): Arrow[] {
  return [
    {
      from: 'start',
      to: 'giver',
      what: 'begin',
      receiver: null,
      after: null,
      within: null,
      taken: handoffNumbersOf(whole).form,
      stalls: stallsOf(whole, ['form']),
      rework: null,
      questions: null,
    },
    ...map.stages.flatMap(({ name, after, acceptsWithin, doneWithin }, index): Arrow[] => {
      const group = receivers.get(name) ?? NOTHING;
      const numbers = handoffNumbersOf(group);
      const { returned, returns, reworkRate, questions } = numbers;
      const id = `r${index + 1}`;
      const { from, to } = endsOfReceiver(map, index + 1);
      return [
        {
          from,
          to: id,
          what: 'handOver',
          receiver: name,
          after,
          within: acceptsWithin,
          taken: numbers.acknowledge,
          stalls: stallsOf(group, ['acknowledge', 'rework', 'answer']),
          rework: { returned, returns, reworkRate, redone: numbers.rework },
          questions: { asked: questions, answered: numbers.answer },
        },
        {
          from: id,
          to,
          what: 'process',
          receiver: name,
          after: null,
          within: doneWithin,
          taken: numbers.complete,
          stalls: stallsOf(group, ['complete']),
          rework: null,
          questions: null,
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

/** Counts how often work along the arrow was late or came back. */
export function wentWrong({ stalls, rework }: Pick<Troubled, 'stalls' | 'rework'>): number {
  return stalls.missed + (rework?.returns ?? 0);
}

/**
 * Returns the arrow along which work goes wrong most often; among equals the one with the larger share, then the one
 * that takes longer.
 * @returns null if nothing went wrong
 */
export function worstOf<Of extends Troubled>(arrows: readonly Of[]): Of | null {
  const [worst] = arrows.filter((arrow) => wentWrong(arrow) > 0).sort((one, other) => compare(other, one));
  return worst ?? null;
}

function compare(one: Troubled, other: Troubled): number {
  return (
    wentWrong(one) - wentWrong(other) ||
    shareWrong(one) - shareWrong(other) ||
    longest(one.taken) - longest(other.taken)
  );
}

function longest({ working, elapsed }: StageNumbers): number {
  return working.p90Seconds ?? elapsed.p90Seconds ?? 0;
}

function shareWrong(arrow: Troubled): number {
  return shareOf(wentWrong(arrow), timesOf(arrow)) ?? 0;
}

/** Counts how often work went along the arrow. */
export function timesOf({ taken }: Pick<Arrow, 'taken'>): number {
  return taken.kept + taken.missed + taken.running;
}

const DONE: Readonly<Record<Arrow['what'], string>> = {
  begin: 'complete',
  handOver: 'accepted or returned',
  process: 'processed',
};

/** Returns the label of an arrow on the map, line by line; empty if nothing went along it. */
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

/** Returns the median in words, and the 90th percentile if that is more. */
export function tookOf({ medianSeconds, p90Seconds }: StageNumbers['elapsed'], isWork: boolean): string | null {
  if (medianSeconds === null || p90Seconds === null) return null;
  const [half, most] = [spanInWords(medianSeconds, isWork), spanInWords(p90Seconds, isWork)];
  return half === most ? half : `${half}, nine of ten in ${most}`;
}

/** Returns a sentence on why the arrow is the worst. @param giver as the map names the giver */
export function whyWorst(arrow: Arrow, giver: string): string {
  return `${titleOf(arrow, giver)}: ${troubleOf(arrow)}.`;
}

/** Returns what went wrong along an arrow, in words. */
export function troubleOf(arrow: Arrow): string {
  const { taken, within, stalls, rework } = arrow;
  const was = taken.missed === 1 ? 'was' : 'were';
  const late = `${taken.missed} of ${timesOf(arrow)} ${was} not ${DONE[arrow.what]} ${within === null ? 'in time' : `within ${within}`}`;
  const otherwise = stalls.missed - taken.missed;
  return [
    ...(taken.missed > 0 ? [late] : []),
    ...(rework !== null && rework.returns > 0 ? [`it came back ${timesInWords(rework.returns)}`] : []),
    ...(otherwise > 0 ? [`a return or a question was seen to late ${timesInWords(otherwise)}`] : []),
    ...(stalls.escalations > 0 ? [`the decider was notified ${timesInWords(stalls.escalations)}`] : []),
    ...(stalls.unfinished > 0 ? [`${stalls.unfinished} still ${stalls.unfinished === 1 ? 'waits' : 'wait'}`] : []),
  ].join('; ');
}

/** Returns the ends of an arrow in words. */
export function titleOf({ what, receiver, after }: Arrow, giver: string): string {
  if (what === 'begin') return `${giver}, until the form is complete`;
  return what === 'handOver' ? `${after ?? giver} → ${receiver}` : `${receiver}, until it is processed`;
}

interface OfKind {
  /** All counts of the kind together, as the report has them by kind. */
  readonly all: HandoffGroup;
  readonly group: KindGroup;
  /** Receivers of earlier versions that the kind no longer has. */
  readonly former: readonly string[];
}

/**
 * Returns the counts of one kind.
 * @param counts by kind, and by receivers as their kinds call them
 * @param present the receivers of the kind as it is now; names compare without case
 */
export function ofKind(counts: HandoffCounts, kindId: string, present: readonly { readonly name: string }[]): OfKind {
  const isOf = ({ first }: { readonly first: string }) => first === kindId;
  const handedOver = counts.whole?.handedOver.filter(isOf) ?? [];
  const ofWhole = counts.whole?.stages.filter(isOf) ?? [];
  const passedOn = counts.passedOn.filter(isOf);
  // Stages of the handoff as a whole were also counted once for each receiver.
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
