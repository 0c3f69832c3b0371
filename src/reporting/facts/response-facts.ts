import type { Interval } from '../../platform/values/duration.js';
import type { Stay } from '../../routing/assignments/stays.js';
import { isAttempt, isContact } from '../../sla/what-counts.js';
import type { Fact } from './facts.js';
import type { Cycle, PastClock, PastTenure, PastTouch, SettledHours } from './history.js';
import { type Parts, partsOf, type Stretch, splitOf, workingMsOf } from './settlement.js';
import { OUTCOME, outcomeOfPromises, promisesOfCycle } from './verdict.js';

/** What counts as the answer. */
export const ENDS = ['attempt', 'contact'] as const;
export type End = (typeof ENDS)[number];

/** How long a lead waited, or how long an owner let it wait. */
export interface ResponseFact extends Fact {
  /** Null for the whole cycle. */
  readonly assignmentId: string | null;
  readonly end: End;
  readonly outcome: number;
  /** Attempts up to the answer, including it. */
  readonly attempts: number;
  /** Null if not answered. */
  readonly parts: Parts | null;
}

/** When a cycle was answered; undefined if it was not. */
type AnswerTimes = Readonly<Record<End, number | undefined>>;

function answersOf({ touches }: Cycle): AnswerTimes {
  return {
    attempt: earliest(touches.filter(({ counts }) => counts)),
    contact: earliest(touches.filter((touch) => isContact(touch))),
  };
}

/** Returns until when the hours of a cycle and its tenures must be settled; undecided spans are left out. */
export function toSettle(cycle: Cycle): {
  readonly cycleTo: number | null;
  readonly tenures: ReadonlyMap<string, Interval>;
} {
  const { attempt, contact } = answersOf(cycle);
  const last = Math.max(attempt ?? 0, contact ?? 0);
  const owned = cycle.tenures.filter(({ repId }) => repId !== null);
  const tenures = owned.flatMap(({ id, fromAt, untilAt }) => {
    const to = untilAt ?? last;
    return to > fromAt ? [[id, { from: fromAt, to }] as const] : [];
  });
  return { cycleTo: last > cycle.receivedAt ? last : null, tenures: new Map(tenures) };
}

interface Responding {
  /** Of the whole cycle. */
  readonly fact: Fact;
  readonly stays: readonly Stay<PastTenure>[];
  readonly ofTenure: (tenure: PastTenure) => Fact;
  readonly settled: SettledHours;
}

/** Returns how long a cycle took to be answered, and how long each of its owners. */
export function responsesOf(cycle: Cycle, { fact, stays, ofTenure, settled }: Responding): ResponseFact[] {
  const answers = answersOf(cycle);
  const owned = stays.filter(({ tenure }) => tenure.repId !== null);
  return ENDS.flatMap((end) => [
    responseOf(fact, cycle, { end, answers, settled }),
    ...owned.flatMap((stay) => ownersResponse(ofTenure(stay.tenure), cycle, stay, { end, answers, settled })),
  ]);
}

interface Answering {
  readonly end: End;
  readonly answers: AnswerTimes;
  readonly settled: SettledHours;
}

function responseOf(fact: Fact, cycle: Cycle, { end, answers, settled }: Answering): ResponseFact {
  const { receivedAt, submittedAt, pauses, conditions, number } = cycle;
  const at = answers[end];
  const stretches = cycle.tenures.filter(({ repId }) => repId !== null).map((each) => stretchOf(each, cycle, settled));
  return {
    ...fact,
    assignmentId: null,
    end,
    outcome: outcomeOf(cycle, answers, promisesOfCycle(cycle), cycle.endAt),
    attempts: attemptsUntil(cycle, at),
    parts:
      at === undefined
        ? null
        : splitOf({ submittedAt, receivedAt, end: at }, stretches, pauses, {
            hours: settled.ofCycle(number),
            pauses: conditions,
          }),
  };
}

/** The response of one owner; none if the lead was already answered when they got it. */
function ownersResponse(
  fact: Fact,
  cycle: Cycle,
  { tenure, tenures }: Stay<PastTenure>,
  { end, answers, settled }: Answering,
): ResponseFact[] {
  const at = answers[end];
  const first = cycle.tenures[0]!;
  if (at !== undefined && at < tenure.fromAt && first.id !== tenure.id) return [];
  const ids = new Set<string | null>(tenures.map(({ id }) => id));
  const promises = cycle.clocks.filter(({ kind, assignmentId }) => kind === 'firstTouch' && ids.has(assignmentId));
  const isTheirs = at !== undefined && tenures.includes(cycle.tenures.findLast(({ fromAt }) => fromAt <= at) ?? first);
  return [
    {
      ...fact,
      assignmentId: tenure.id,
      end,
      outcome: outcomeOf(cycle, answers, promises, tenures.at(-1)!.untilAt ?? Number.POSITIVE_INFINITY),
      attempts: isTheirs ? attemptsUntil(cycle, at) : 0,
      parts: isTheirs ? ownedUntil(at, tenures, cycle, settled) : null,
    },
  ];
}

/** The part of the response time in which one owner had the lead. */
function ownedUntil(
  at: number,
  tenures: readonly PastTenure[],
  cycle: Cycle,
  settled: SettledHours,
): ResponseFact['parts'] {
  const stretches = tenures.map((tenure) => stretchOf(tenure, cycle, settled));
  const owned = partsOf(stretches, at, cycle.pauses);
  // A touch reported after closing is dated after the owner's time, and extends the last stretch.
  const until = (index: number) => (index === stretches.length - 1 ? at : Math.min(stretches[index]!.until, at));
  const elapsedMs = stretches.reduce((sum, { from }, index) => sum + Math.max(until(index) - from, 0), 0);
  return { ...owned, beforeMs: 0, elapsedMs, workingMs: workingMsOf(elapsedMs, owned) };
}

function stretchOf(tenure: PastTenure, { receivedAt }: Cycle, settled: SettledHours): Stretch {
  return {
    from: Math.max(tenure.fromAt, receivedAt),
    until: tenure.untilAt ?? Number.POSITIVE_INFINITY,
    hours: settled.ofTenure(tenure.id),
  };
}

/** @param promises of a first touch @param endAt of the time of whoever made them; infinity for none */
function outcomeOf({ milestones }: Cycle, answers: AnswerTimes, promises: readonly PastClock[], endAt: number): number {
  const isQualified = milestones.has('qualified') || milestones.has('opportunity') || milestones.has('won');
  return (
    (answers.contact === undefined ? 0 : OUTCOME.contact) |
    (isQualified ? OUTCOME.qualified : 0) |
    (milestones.has('won') ? OUTCOME.won : 0) |
    outcomeOfPromises(promises, {
      isAnswered: answers.attempt !== undefined,
      isOpen: endAt === Number.POSITIVE_INFINITY,
    })
  );
}

const ATTEMPTS_MAX = 32_767;

function attemptsUntil({ touches }: Cycle, at: number | undefined): number {
  const tried = touches.filter(
    (touch) => touch.occurredAt <= (at ?? Number.POSITIVE_INFINITY) && isAttempt({ ...ANY, ...touch }),
  );
  return Math.min(tried.length, ATTEMPTS_MAX);
}

/** The remaining fields of a touch, which do not matter here. */
const ANY = { kind: '', durationSeconds: null, repId: null } as const;

function earliest(touches: readonly PastTouch[]): number | undefined {
  return touches.length === 0 ? undefined : Math.min(...touches.map(({ occurredAt }) => occurredAt));
}
