import type { Interval } from '../../platform/values/duration.js';
import { isGivenBack, type Stay, staysOf } from '../../routing/assignments/stays.js';
import { isAttempt, isContact } from '../../sla/what-counts.js';
import { type AchievementFact, type ConclusionFact, conclusionOf, untilClosed } from './conclusion.js';
import {
  type Cycle,
  cyclesOf,
  type LeadHistory,
  type PastClock,
  type PastTenure,
  type PastTouch,
  type SettledHours,
} from './history.js';
import { type Parts, partsOf, type Stretch, splitOf, workingMsOf } from './settlement.js';
import { OUTCOME, outcomeOfPromises, type PromiseVerdict, promisesOfCycle, verdictOf } from './verdict.js';

/** The values that a fact can be grouped by, besides time, as they are written; null for none. */
export interface Keys {
  readonly source: string;
  readonly channel: string | null;
  readonly campaign: string | null;
  readonly country: string | null;
  readonly pool: string | null;
  readonly policy: string | null;
  readonly rep: string | null;
  readonly team: string | null;
}

export interface Fact extends Keys {
  readonly leadId: string;
  readonly cycle: number;
  /** When the cycle began. */
  readonly receivedAt: number;
  readonly test: boolean;
}

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

export interface PromiseFact extends Fact {
  readonly clockId: string;
  readonly kind: string;
  /** 0 for clocks that are no step of a cadence. */
  readonly step: number;
  readonly verdict: PromiseVerdict;
  /** Whether one of its misses was struck. */
  readonly struck: boolean;
  readonly reached: boolean;
}

export interface ReassignmentFact extends Fact {
  readonly assignmentId: string;
  readonly cause: string;
  readonly formerRep: string;
  readonly formerTeam: string | null;
}

export interface FactRows {
  readonly responses: readonly ResponseFact[];
  readonly promises: readonly PromiseFact[];
  readonly reassignments: readonly ReassignmentFact[];
  readonly conclusions: readonly ConclusionFact[];
  readonly achievements: readonly AchievementFact[];
  /** Leads with undone moves, whose facts about those moves are deleted. */
  readonly undoneLeadIds: readonly string[];
}

/** When a cycle was answered; undefined if it was not. */
type AnswerTimes = Readonly<Record<End, number | undefined>>;

export function answersOf({ touches }: Cycle): AnswerTimes {
  return {
    attempt: earliest(touches.filter(({ counts }) => counts)),
    contact: earliest(touches.filter((touch) => isContact(touch))),
  };
}

/** Derives all facts of a lead; they depend only on the arguments. */
export function factsOf(history: LeadHistory, settled: SettledHours): FactRows {
  const cycles = cyclesOf(history);
  // A lead that was suppressed on arrival had no owner and awaits no response.
  const worked = cycles.filter(({ tenures }) => tenures.length > 0);
  const ofCycles = worked.map((cycle) => factsOfCycle(history, cycle, settled));
  const ends = untilClosed(history, cycles).map((together) =>
    conclusionOf(history, together, factOfCycle(history, together[0]!), settled),
  );
  return {
    responses: ofCycles.flatMap(({ responses }) => responses),
    promises: ofCycles.flatMap(({ promises }) => promises),
    reassignments: ofCycles.flatMap(({ reassignments }) => reassignments),
    conclusions: ends.map(({ conclusion }) => conclusion),
    achievements: ends.flatMap(({ achievements }) => achievements),
    undoneLeadIds: history.tenures.some(isGivenBack) ? [history.lead.id] : [],
  };
}

function factOfCycle({ lead }: LeadHistory, { number, receivedAt, tenures, clocks }: Cycle): Fact {
  const firstPromise = clocks.find(({ kind }) => kind === 'leadResponse');
  return {
    leadId: lead.id,
    cycle: number,
    receivedAt,
    test: lead.test,
    source: lead.source,
    channel: lead.channel,
    campaign: lead.campaign,
    country: lead.country,
    pool: tenures.find(({ poolId }) => poolId !== null)?.poolId ?? null,
    policy: (number === lead.cycle ? lead.policyId : firstPromise?.policyId) ?? null,
    rep: null,
    team: null,
  };
}

function factsOfCycle(
  history: LeadHistory,
  cycle: Cycle,
  settled: SettledHours,
): Pick<FactRows, 'responses' | 'promises' | 'reassignments'> {
  const { tenures, clocks } = cycle;
  const fact = factOfCycle(history, cycle);
  const stays = staysOf(tenures);
  const counted = new Set(stays.flatMap((stay) => stay.tenures));
  const undone = new Set<string | null>(tenures.filter((tenure) => !counted.has(tenure)).map(({ id }) => id));
  const ofTenure = ({ id, repId, poolId }: PastTenure): Fact => ({
    ...fact,
    pool: poolId,
    rep: repId,
    team: settled.teamOf(id),
  });
  const answers = answersOf(cycle);
  const responses = ENDS.flatMap((end) => [
    responseOf(fact, cycle, { end, answers, settled }),
    ...stays
      .filter(({ tenure }) => tenure.repId !== null)
      .flatMap((stay) => ownersResponse(ofTenure(stay.tenure), cycle, stay, { end, answers, settled })),
  ]);
  return {
    responses,
    promises: clocks
      .filter((clock) => clock.target !== null && !(undone.has(clock.assignmentId) && verdictOf(clock) === 'cancelled'))
      .map((clock) => promiseOf(fact, cycle, clock, ofTenure)),
    reassignments: tenures.flatMap((tenure, index) =>
      undone.has(tenure.id) ? [] : reassignmentOf(ofTenure(tenure), cycle, index, settled),
    ),
  };
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

function promiseOf(fact: Fact, cycle: Cycle, clock: PastClock, ofTenure: (tenure: PastTenure) => Fact): PromiseFact {
  const tenure = cycle.tenures.find(({ id }) => id === clock.assignmentId);
  return {
    ...(tenure === undefined ? fact : ofTenure(tenure)),
    policy: clock.policyId,
    clockId: clock.id,
    kind: clock.kind,
    step: clock.step ?? 0,
    verdict: verdictOf(clock),
    struck: clock.struckBreachAt !== null,
    reached:
      clock.endReason === 'contact' ||
      cycle.touches.some((touch) => touch.occurredAt === clock.metAt && isContact(touch)),
  };
}

function reassignmentOf(fact: Fact, { tenures }: Cycle, index: number, settled: SettledHours): ReassignmentFact[] {
  const { id, repId, cause } = tenures[index]!;
  const former = tenures.slice(0, index).findLast((tenure) => tenure.repId !== null);
  if (repId === null || former === undefined || former.repId === repId) return [];
  return [{ ...fact, assignmentId: id, cause, formerRep: former.repId!, formerTeam: settled.teamOf(former.id) }];
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
