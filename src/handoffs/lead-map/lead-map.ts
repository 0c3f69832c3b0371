import { seconds, shareOf } from '../../figures/figure.js';
import { type Instant, type Interval, MS_PER_DAY, toIso } from '../../platform/values/duration.js';
import { counted } from '../../platform/values/words.js';
import { timesOf, tookOf, worstOf } from '../map/arrows.js';
import { chainOf } from '../map/drawing.js';
import { type ArrowWords, chainInMermaid } from '../map/kind-map.js';
import { timesInWords } from '../map/span-words.js';
import type { StageNumbers } from '../reports/handoff-numbers.js';

/** The stages of a lead from its intake to a decision, and the words for what leads to each. */
export const LEAD_STAGES = {
  intake: { name: 'A lead comes in', line: null },
  queue: { name: 'Queue or offer', line: 'waits for an owner' },
  owner: { name: 'First owner', line: 'is to touch it' },
  touch: { name: 'First touch', line: 'is to decide about it' },
  decision: { name: 'Decision', line: 'closed, with its reason' },
} as const;
export type LeadStage = keyof typeof LEAD_STAGES;

/** The arrows by the stage to which they lead, with what counts as a miss there. */
const ARROWS = [
  { step: 'intake', from: 'intake', to: 'queue', done: 'came in', late: '' },
  { step: 'owner', from: 'queue', to: 'owner', done: 'got an owner', late: 'waited for an owner beyond a promise' },
  { step: 'touch', from: 'owner', to: 'touch', done: 'touched', late: 'got no touch in time' },
  {
    step: 'decision',
    from: 'touch',
    to: 'decision',
    done: 'decided',
    late: 'missed a follow-up, an acceptance or the decision',
  },
] as const satisfies readonly {
  readonly step: LeadStep;
  readonly from: LeadStage;
  readonly to: LeadStage;
  readonly done: string;
  readonly late: string;
}[];

export type LeadStep = 'intake' | PromisedStep;

/** The steps at which a lead may miss a promise. */
export const PROMISED_STEPS = ['owner', 'touch', 'decision'] as const;
export type PromisedStep = (typeof PROMISED_STEPS)[number];

/** Returns what leads that miss a promise at a step have done, in words. */
export function lateAt(step: PromisedStep): string {
  return ARROWS.find((arrow) => arrow.step === step)!.late;
}

/** What happens to leads besides, with its words. */
export const LEAD_EXCEPTIONS = {
  queued: 'Nobody could take it at once, so that it waited in a queue or to be claimed',
  movedByBreach: 'Moved to another owner because of a miss',
  declined: 'Declined by its owner',
  closedWithoutAttempts: 'Closed without the attempts that its reason takes',
  reopened: 'Reopened after it was closed',
} as const;
export type LeadException = keyof typeof LEAD_EXCEPTIONS;

/** What became of the leads at a step. */
export interface StepCounts {
  readonly ended: number;
  readonly kept: number;
  readonly missed: number;
  /** Of the missed ones, those that still wait. */
  readonly unfinished: number;
  readonly waiting: number;
  readonly totalMs: number;
  /** The median, and the 90th and 99th percentile; null if none has ended. */
  readonly percentilesMs: readonly (number | null)[] | null;
}

interface MoneyBehind {
  readonly currency: string;
  readonly waitingDeals: number;
  readonly waitingAmount: string;
  readonly lostDeals: number;
  readonly lostAmount: string;
}

export interface LeadCounts {
  readonly steps: Readonly<Partial<Record<LeadStep, StepCounts>>>;
  readonly money: readonly (MoneyBehind & { readonly step: LeadStep })[];
  readonly exceptions: Readonly<Record<LeadException, number>>;
}

const DEFAULT_MS = 28 * MS_PER_DAY;
/** A quarter: more leads than that are counted by the reports. */
const LONGEST_MS = 91 * MS_PER_DAY;

/** Returns when the leads of a map were received: as asked, but at most a quarter, and by default four weeks. */
export function spanOfLeads({ from, to }: Interval, isAsked: boolean): Interval {
  const earliest: Instant = to - (isAsked ? LONGEST_MS : DEFAULT_MS);
  return { from: Math.max(from, earliest), to };
}

/** Returns the map of the leads of a span. */
export function leadMapOf(counts: LeadCounts, { from, to }: Interval) {
  const counted = ARROWS.map((arrow) => ({ arrow, ...figuresOf(counts.steps[arrow.step]) }));
  const worst = worstOf(counted);
  const arrows = counted.map((each) => arrowOf(each, each === worst, counts));
  const drawn = Object.entries(LEAD_STAGES).map(([id, { name, line }], index) => ({
    id,
    what: index === 0 ? ('start' as const) : id === 'decision' ? ('end' as const) : ('receiver' as const),
    lines: line === null ? [name] : [name, line],
    arrow: arrows[index - 1] ?? NO_ARROW,
  }));
  return {
    from: toIso(from),
    to: toIso(to),
    leads: counts.steps.intake?.ended ?? 0,
    filter: receivedIn({ from, to }),
    stages: Object.entries(LEAD_STAGES).map(([id, { name }]) => ({ id, name })),
    arrows,
    worst: arrows.find(({ isWorst }) => isWorst)?.why ?? null,
    exceptions: exceptionsOf(counts),
    drawing: chainOf(drawn),
    mermaid: chainInMermaid(drawn),
  };
}

export type LeadMap = ReturnType<typeof leadMapOf>;

const NO_ARROW: ArrowWords = { words: [], isWorst: false };

function receivedIn({ from, to }: Interval): Readonly<Record<string, string>> {
  return { test: 'false', receivedFrom: toIso(from), receivedTo: toIso(to) };
}

const NOTHING: StepCounts = {
  ended: 0,
  kept: 0,
  missed: 0,
  unfinished: 0,
  waiting: 0,
  totalMs: 0,
  percentilesMs: null,
};
const NO_TIMES = { totalSeconds: 0, medianSeconds: null, p90Seconds: null, p99Seconds: null };

interface Figures {
  readonly taken: StageNumbers;
  readonly stalls: { readonly missed: number; readonly unfinished: number };
  readonly rework: null;
  readonly waiting: number;
}

function figuresOf({
  ended,
  kept,
  missed,
  unfinished,
  waiting,
  totalMs,
  percentilesMs,
}: StepCounts = NOTHING): Figures {
  const [median = null, p90 = null, p99 = null] = percentilesMs ?? [];
  const inSeconds = (ms: number | null) => (ms === null ? null : seconds(Math.round(ms)));
  return {
    taken: {
      ended,
      running: waiting - unfinished,
      kept,
      missed,
      attainment: shareOf(kept, kept + missed),
      elapsed: {
        totalSeconds: seconds(Math.round(totalMs)),
        medianSeconds: inSeconds(median),
        p90Seconds: inSeconds(p90),
        p99Seconds: inSeconds(p99),
      },
      working: NO_TIMES,
    },
    stalls: { missed, unfinished },
    rework: null,
    waiting,
  };
}

type Counted = Figures & { readonly arrow: (typeof ARROWS)[number] };

function arrowOf(each: Counted, isWorst: boolean, { money, exceptions }: LeadCounts) {
  const { arrow, taken, stalls, waiting } = each;
  const between = `${LEAD_STAGES[arrow.from].name} → ${LEAD_STAGES[arrow.to].name}`;
  return {
    from: arrow.from,
    to: arrow.to,
    between,
    taken,
    stalls,
    waiting,
    money: money
      .filter(({ step }) => step === arrow.step)
      .map(({ currency, waitingDeals, waitingAmount, lostDeals, lostAmount }) => ({
        currency,
        waitingDeals,
        waitingAmount,
        lostDeals,
        lostAmount,
      })),
    words: arrow.step === 'intake' ? intakeWords(taken.ended, exceptions.queued) : wordsOf(each),
    isWorst,
    why: isWorst ? `${between}: ${troubleOf(each)}.` : null,
  };
}

function intakeWords(leads: number, queued: number): string[] {
  return leads === 0 ? [] : [`${counted(leads, 'lead')}, ${queued} of them queued or offered`];
}

function wordsOf({ arrow, taken, stalls, waiting }: Counted): string[] {
  if (timesOf({ taken }) === 0) return [];
  const took = tookOf(taken.elapsed, false);
  return [
    ...(took === null ? [] : [`${arrow.done} in ${took}`]),
    `${counted(timesOf({ taken }), 'lead')}, ${stalls.missed} late, ${waiting} ${waiting === 1 ? 'waits' : 'wait'} now`,
  ];
}

function troubleOf({ arrow, taken, stalls }: Counted): string {
  const late = `${stalls.missed} of ${counted(timesOf({ taken }), 'lead')} ${arrow.late}`;
  const waits = `${stalls.unfinished} still ${stalls.unfinished === 1 ? 'waits' : 'wait'}`;
  return stalls.unfinished === 0 ? late : `${late}; ${waits}`;
}

/** Returns what happened besides, the most frequent first. */
function exceptionsOf({ exceptions }: LeadCounts) {
  return (Object.keys(LEAD_EXCEPTIONS) as LeadException[])
    .map((about) => ({ about, words: LEAD_EXCEPTIONS[about], leads: exceptions[about] }))
    .filter(({ leads }) => leads > 0)
    .sort((one, other) => other.leads - one.leads);
}

/** Returns what a diagnosis says of the way of leads, in sentences. */
export function leadsInWords({ leads, arrows, worst, exceptions }: LeadMap): string {
  if (leads === 0) return 'No lead came in in this time.';
  const slow = arrows
    .filter(({ taken }) => taken.elapsed.medianSeconds !== null && taken.elapsed.medianSeconds > 0)
    .map(({ between, taken }) => `${between} ${tookOf(taken.elapsed, false)}`);
  const took = slow.length === 0 ? '' : ` It took: ${slow.join('; ')}.`;
  const stalls = worst === null ? ' No promise was missed on the way.' : ` It stalls most at ${worst}`;
  const besides = exceptions.map(({ words, leads: times }) => `${lowered(words)} (${timesInWords(times)})`);
  return `${counted(leads, 'lead')} came in.${took}${stalls}${besides.length === 0 ? '' : ` Besides: ${besides.join('; ')}.`}`;
}

function lowered(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
