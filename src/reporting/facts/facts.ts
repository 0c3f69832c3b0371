import { PAST_CYCLE } from '../../leads/imported.js';
import { isGivenBack, staysOf } from '../../routing/assignments/stays.js';
import { isContact } from '../../sla/what-counts.js';
import { type AchievementFact, type ConclusionFact, conclusionOf, untilClosed } from './conclusion.js';
import {
  type Cycle,
  cyclesOf,
  type LeadHistory,
  type PastClock,
  type PastTenure,
  type SettledHours,
} from './history.js';
import { type ResponseFact, responsesOf } from './response-facts.js';
import { type PromiseVerdict, verdictOf } from './verdict.js';

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

/** Derives all facts of a lead; they depend only on the arguments. */
export function factsOf(history: LeadHistory, settled: SettledHours): FactRows {
  const cycles = history.lead.isUndone ? [] : cyclesOf(history);
  // A lead that was suppressed on arrival had no owner and awaits no response. Files of old leads often name no owners.
  const worked = cycles.filter(({ number, tenures }) => number === PAST_CYCLE || tenures.length > 0);
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
  return {
    responses: responsesOf(cycle, { fact, stays, ofTenure, settled }),
    promises: clocks
      .filter((clock) => clock.target !== null && !(undone.has(clock.assignmentId) && verdictOf(clock) === 'cancelled'))
      .map((clock) => promiseOf(fact, cycle, clock, ofTenure)),
    reassignments: tenures.flatMap((tenure, index) =>
      undone.has(tenure.id) ? [] : reassignmentOf(ofTenure(tenure), cycle, index, settled),
    ),
  };
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
