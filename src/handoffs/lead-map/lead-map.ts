import { seconds, shareOf } from '../../figures/figure.js';
import { type Instant, type Interval, MS_PER_DAY, toIso } from '../../platform/values/duration.js';
import { counted } from '../../platform/values/words.js';
import { timesOf, tookOf, worstOf } from '../map/arrows.js';
import { chainOf } from '../map/drawing.js';
import { type ArrowWords, chainInMermaid } from '../map/kind-map.js';
import { timesInWords } from '../map/span-words.js';
import type { StageNumbers } from '../reports/handoff-numbers.js';
import type { MoneyOfDeals } from '../reports/handoff-reason.store.js';

/** The stages of a lead from its intake to a decision, with the words for what leads to each and for a miss of it. */
export const LEAD_STAGES = {
  intake: { name: 'A lead comes in', line: null, done: '', late: '' },
  queue: { name: 'Queue or offer', line: 'waits for an owner', done: 'came in', late: '' },
  owner: {
    name: 'First owner',
    line: 'is to touch it',
    done: 'got an owner',
    late: 'waited for an owner beyond a promise',
  },
  touch: { name: 'First touch', line: 'is to decide about it', done: 'touched', late: 'got no touch in time' },
  decision: {
    name: 'Decision',
    line: 'closed, with its reason',
    done: 'decided',
    late: 'missed a follow-up, an acceptance or the decision',
  },
} as const;
export type LeadStage = keyof typeof LEAD_STAGES;

const STAGES = Object.keys(LEAD_STAGES) as LeadStage[];
/** Each leads to the next stage. All leads go to the queue, if only for an instant. */
const ARROWS = STAGES.slice(1).map((to, index) => ({ from: STAGES[index]!, to }));

/** The stages at which a lead may miss a promise. */
export const PROMISED_STAGES = ['owner', 'touch', 'decision'] as const satisfies readonly LeadStage[];
export type PromisedStage = (typeof PROMISED_STAGES)[number];

/** Returns what leads that miss a promise at a stage have done, in words. */
export function lateAt(stage: PromisedStage): string {
  return LEAD_STAGES[stage].late;
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

/** What became of the leads on their way to a stage. */
interface StepCounts {
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

export interface LeadCounts {
  /** By the stage to which they lead. */
  readonly steps: Readonly<Partial<Record<LeadStage, StepCounts>>>;
  readonly money: readonly (MoneyOfDeals & { readonly step: LeadStage })[];
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
  const counted = ARROWS.map((arrow) => ({ ...arrow, ...figuresOf(counts.steps[arrow.to]) }));
  const worst = worstOf(counted);
  const arrows = counted.map((each) => arrowOf(each, each === worst, counts));
  const drawn = STAGES.map((id, index) => {
    const { name, line } = LEAD_STAGES[id];
    return {
      id,
      what: id === 'intake' ? ('start' as const) : id === 'decision' ? ('end' as const) : ('receiver' as const),
      lines: line === null ? [name] : [name, line],
      arrow: arrows[index - 1] ?? NO_ARROW,
    };
  });
  return {
    from: toIso(from),
    to: toIso(to),
    leads: counts.steps.queue?.ended ?? 0,
    filter: receivedIn({ from, to }),
    stages: STAGES.map((id) => ({ id, name: LEAD_STAGES[id].name })),
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

function figuresOf(counts: StepCounts = NOTHING): Figures {
  const { ended, kept, missed, unfinished, waiting, totalMs } = counts;
  const [median = null, p90 = null, p99 = null] = counts.percentilesMs ?? [];
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

type Counted = Figures & (typeof ARROWS)[number];

function arrowOf(each: Counted, isWorst: boolean, { money, exceptions }: LeadCounts) {
  const { from, to, taken, stalls, waiting } = each;
  const between = `${LEAD_STAGES[from].name} → ${LEAD_STAGES[to].name}`;
  return {
    from,
    to,
    between,
    taken,
    stalls,
    waiting,
    money: money.flatMap(({ step, ...behind }) => (step === to ? [behind] : [])),
    words: to === 'queue' ? intakeWords(taken.ended, exceptions.queued) : wordsOf(each),
    isWorst,
    why: isWorst ? `${between}: ${troubleOf(each)}.` : null,
  };
}

function intakeWords(leads: number, queued: number): string[] {
  return leads === 0 ? [] : [`${counted(leads, 'lead')}, ${queued} of them queued or offered`];
}

function wordsOf({ to, taken, stalls, waiting }: Counted): string[] {
  if (timesOf({ taken }) === 0) return [];
  const took = tookOf(taken.elapsed, false);
  return [
    ...(took === null ? [] : [`${LEAD_STAGES[to].done} in ${took}`]),
    `${counted(timesOf({ taken }), 'lead')}, ${stalls.missed} late, ${waiting} ${waiting === 1 ? 'waits' : 'wait'} now`,
  ];
}

function troubleOf({ to, taken, stalls }: Counted): string {
  const late = `${stalls.missed} of ${counted(timesOf({ taken }), 'lead')} ${LEAD_STAGES[to].late}`;
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
