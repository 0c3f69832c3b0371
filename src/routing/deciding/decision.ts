import { coversOf } from '../pools/covers.js';
import { QUEUED_WHY } from '../queues/queued-why.js';
import { sentToQueue } from '../queues/sent-to-queue.js';
import {
  type FirstCandidate,
  firstCandidates,
  type Guard,
  guardedFor,
  guardOf,
  tracedAccount,
  whyNamed,
  whyNotFirst,
} from '../rules/of-account.js';
import { poolOf, queueOf, repOf } from '../rules/rules.js';
import { nobodyIn, prefixOf, type SearchResult } from './because.js';
import { type ExcludedBy, moreLasting, passedOver } from './eligibility.js';
import type { RoutingDecision, RoutingOutcome } from './outcome.js';
import type { RoutingRequest } from './request.js';
import type { Roster } from './roster.js';
import { type FoundOwner, type Search, type SearchRequest, search } from './search.js';
import { TRACE_VERSION, type TraceDifference, TracedTests, type TraceSnapshot } from './trace.js';
import type { MemberChange } from './working-pool.js';
import { type WorkingNeeds, WorkingRoster } from './working-roster.js';

export interface BatchDecision {
  /** One for each request, in the same order. */
  readonly decisions: readonly RoutingDecision[];
  /** The members whose credit changed, each once. */
  readonly memberChanges: readonly MemberChange[];
  /** The snapshot that the traces refer to; stored once for the batch. */
  readonly snapshot: TraceSnapshot;
}

/**
 * Decides who gets each lead, in the order given. Each lead sees the roster as the ones before left it, so fairness and
 * capacities are exact within the batch. Does not change the roster itself.
 * @param working the working roster of the batch before, if several are dealt one after the other
 */
export function decide(
  requests: readonly RoutingRequest[],
  roster: Roster,
  working = new WorkingRoster(roster),
): BatchDecision {
  const tests = new TracedTests();
  const rehearsing = requests.some(({ isTest }) => isTest) ? working.forTests() : working;
  const isLinking = requests.some(({ linkedTo }) => linkedTo !== undefined);
  const owners = new Map<string, string>();
  const decisions = requests.map((request) => {
    const preferredRepId = request.linkedTo === undefined ? undefined : owners.get(request.linkedTo);
    const known = preferredRepId === undefined ? request : { ...request, preferredRepId };
    const decision = decideOne(known, known.isTest ? rehearsing : working, tests);
    if (isLinking && decision.kind === 'assigned') owners.set(request.leadId, decision.repId);
    return decision;
  });
  return {
    decisions,
    memberChanges: working.memberChanges(),
    snapshot: snapshotOf(roster, working, tests),
  };
}

export function snapshotOf({ at }: Roster, working: WorkingRoster, tests: TracedTests): TraceSnapshot {
  const needs = working.tracedNeeds();
  const snapshot = { version: TRACE_VERSION, at, pools: working.tracedPools(), tests: tests.all };
  return needs.length === 0 ? snapshot : { ...snapshot, needs };
}

const NOBODY: readonly string[] = [];

function decideOne(request: RoutingRequest, working: WorkingRoster, tests: TracedTests): RoutingDecision {
  // A test lead counts towards no capacity, so none is checked.
  const needs = request.isTest ? null : needsOf(request, working);
  const wanted = wantedBy(request, needs, working);
  const { guard } = wanted;
  const { found, search: trail } = search(wanted, working);
  const outcome = settle(request, { found, trail, needs, guard, first: wanted.first }, working);
  if (outcome.kind !== 'stays' && outcome.kind !== 'retained' && request.currentOwner !== undefined) {
    working.rep(request.currentOwner.repId)?.giveUp(request.currentOwner.untouched);
  }
  const { declined = NOBODY } = request;
  const trace = traceOf(outcome, trail, tests.record(request.rules ?? []), { needs, declined, guard });
  if (request.account !== undefined) trace.account = tracedAccount(request.account, guard);
  const { leadId, above } = request;
  const isAbove = above !== undefined && found.kind === 'named' && found.as === above.as;
  const rule = isAbove ? above.rule : request.rule;
  if (outcome.kind === 'assigned' && request.company != null) working.noteCompany(request.company.key, outcome.repId);
  if (outcome.kind !== 'assigned') return { ...outcome, leadId, rule, trace };
  // Written out: nearly all leads end here, and spreading costs more than the decision.
  const { kind, repId, poolId, by, because, covers } = outcome;
  if (covers !== undefined) return { kind, leadId, rule, repId, poolId, by, because, covers, trace };
  return { kind, leadId, rule, repId, poolId, by, because, trace };
}

/** Capacities per source matter only if a rep who may be considered has one. */
export function needsOf(request: RoutingRequest, working: WorkingRoster): WorkingNeeds | null {
  const { target, skills, source, preferredRepId, currentOwner } = request;
  if (source === undefined) return working.needs(skills, null);
  const { account, company } = request;
  const first = [account?.repId, account?.ownerRepId, company?.repId];
  const owners = [repOf(target), preferredRepId, currentOwner?.repId, ...first].filter((repId) => repId != null);
  const repIds = owners.flatMap((repId) => [repId, ...coversOf(repId, (id) => working.rep(id)?.rep)]);
  const isCapped = working.isCapped(source, poolOf(target), repIds);
  return working.needs(skills, isCapped ? source : null);
}

type WrittenDifference = { -readonly [key in keyof TraceDifference]: TraceDifference[key] };

export function traceOf(
  outcome: RoutingOutcome,
  { visits, asked }: Search,
  rules: TraceDifference['rules'],
  { needs, declined, guard }: Pick<SearchRequest, 'needs' | 'declined' | 'guard'>,
): WrittenDifference {
  const trace: WrittenDifference = {
    rules,
    visits,
    because: outcome.because,
  };
  if (outcome.kind === 'assigned' && outcome.by === 'turn') trace.dealt = true;
  else if (outcome.kind === 'assigned') trace.winner = outcome.repId;
  if (asked.length > 0) trace.asked = asked;
  if (needs !== null) trace.needs = needs.position;
  if (declined.length > 0) trace.declined = declined;
  if (guard !== null) trace.guard = guard.repIds;
  return trace;
}

export function wantedBy(request: RoutingRequest, needs: WorkingNeeds | null, working: WorkingRoster): SearchRequest {
  const { kind, target, earlierOwners, currentOwner } = request;
  const { again = NOBODY, declined = NOBODY, isShadow = false } = request;
  // A lead that is held in a queue waits for a person, even if its account has an owner to whom it would go.
  const isHeld = request.held !== undefined;
  const guard = isHeld ? null : guardOf(request, working);
  const first = isHeld ? [] : withNeeds(request, firstCandidates(request, guard, working), working);
  const never = both(request.excluded ?? NOBODY, declined);
  const isMissed = kind === 'move';
  // Whether the owner retains it is decided when nobody else is eligible.
  const ownerId = isMissed ? undefined : currentOwner?.repId;
  const excluded = isMissed ? both(earlierOwners, never) : ownerId === undefined ? never : [...never, ownerId];
  const others = ownerId === undefined ? earlierOwners : earlierOwners.filter((each) => each !== ownerId);
  const avoided = isMissed ? NOBODY : others;
  const preferredRepId = isMissed ? undefined : request.preferredRepId;
  return { target, first, guard, isShadow, needs, declined, excluded, avoided, again, isMissed, preferredRepId };
}

/** A rule that goes on asks its owners for its own skills, not for those of the rule below. */
function withNeeds(
  request: RoutingRequest,
  first: readonly FirstCandidate[],
  working: WorkingRoster,
): readonly FirstCandidate[] {
  const { above } = request;
  if (above === undefined) return first;
  const needs = needsOf({ ...request, skills: above.skills }, working);
  return first.map((each) => (each.as === above.as ? { ...each, needs } : each));
}

/** Joins two lists. Most leads have no history, so that one list is empty and nothing is copied. */
function both(some: readonly string[], others: readonly string[]): readonly string[] {
  if (others.length === 0) return some;
  return some.length === 0 ? others : [...some, ...others];
}

/** Records the result, and explains it in a sentence. */
function settle(request: RoutingRequest, result: SearchResult, working: WorkingRoster): RoutingOutcome {
  const { found, needs } = result;
  const before = prefixOf(request, result, working);
  const source = needs?.source ?? null;
  switch (found.kind) {
    case 'turn': {
      const { pool, deal } = found;
      if (pool.offers && request.kind === 'route' && request.isOfferOver !== true)
        return offeredBy(found, request, result.guard, before);
      const { rep, because } = pool.deal(deal, working.nextTurn(), request.declined);
      rep.take(source);
      return { kind: 'assigned', repId: rep.rep.id, poolId: pool.pool.id, by: 'turn', because: before + because };
    }
    case 'named':
      found.rep.take(source);
      return {
        kind: 'assigned',
        repId: found.rep.rep.id,
        poolId: null,
        by: 'named',
        because: `${before}${whyNamed(found, request.accountRole ?? null, result.guard)}; no pool dealt it.`,
        ...(found.covers !== undefined && { covers: found.covers }),
      };
    case 'preferred': {
      found.rep.take(source);
      const because = `${before}${whyPreferred(request)}; no pool dealt it.`;
      return {
        kind: 'assigned',
        repId: found.rep.rep.id,
        poolId: found.pool?.pool.id ?? null,
        by: 'preferred',
        because,
      };
    }
    case 'waits':
    case 'nobody':
      return retainedBy(request, result, working) ?? nobodyFor(request, result, working);
    default:
      return found satisfies never;
  }
}

function whyPreferred({ linkedTo, isCustomers }: RoutingRequest): string {
  if (linkedTo !== undefined) return 'To the owner of the lead that it may repeat';
  return isCustomers === true ? 'To the rep who won its person' : 'Back to the last owner';
}

/** Reasons that may end before the offer does. */
const PASSING: ReadonlySet<ExcludedBy | undefined> = new Set(['offHours', 'absent', 'unavailable', 'capacity']);

function offeredBy(
  { pool: { pool, exclusions }, deal: { among } }: Extract<FoundOwner, { kind: 'turn' }>,
  { excluded = NOBODY, declined = NOBODY }: RoutingRequest,
  guard: Guard | null,
  before: string,
): RoutingOutcome {
  const repIds = among.map((member) => pool.members[member]!.repId);
  const barred = both(excluded, declined);
  const laterIds = pool.members.flatMap(({ repId }, member) => {
    const mayCome = PASSING.has(exclusions[member]?.excludedBy) && !among.includes(member);
    return mayCome && passedOver(repId, { guard, declined }, barred) === null ? repId : [];
  });
  const who = repIds.length === 1 ? '1 rep' : `${repIds.length} reps`;
  const because = `${before}Offered to ${who} in ${pool.name}: the first to claim it gets it, and if nobody does in time, it is dealt in turn.`;
  return { kind: 'offered', poolId: pool.id, repIds, laterIds, because };
}

/** Returns the present owner if nothing but their capacity, which this lead itself may fill, excludes them. */
function retainedBy(
  request: RoutingRequest,
  { found, needs, first }: SearchResult,
  working: WorkingRoster,
): RoutingOutcome | null {
  const { kind, target, currentOwner } = request;
  if (kind === 'move' || currentOwner === undefined || found.kind === 'waits' || queueOf(target) !== null) return null;
  const { repId } = currentOwner;
  const rep = working.rep(repId);
  const asked = first.find((each) => each.repId === repId);
  const needed = asked?.needs === undefined ? needs : asked.needs;
  const exclusion = rep && moreLasting(rep.exclusion, needed && rep.exclusionFrom(needed));
  if (exclusion === undefined || (exclusion !== null && exclusion.excludedBy !== 'capacity')) return null;
  const pool = working.chain(poolOf(target)).find((each) => each.positionOf(repId) !== undefined);
  // Outside the pools, they have it by name: the rule's, or as the rep of its account.
  if (pool === undefined && repOf(target) !== repId && asked === undefined) return null;
  const because = 'Only its owner is eligible, so it stays with them.';
  return { kind: 'retained', repId, poolId: pool?.pool.id ?? null, because };
}

function nobodyFor(request: RoutingRequest, result: SearchResult, working: WorkingRoster): RoutingOutcome {
  const { kind, target, isTest, isShadow } = request;
  const { found, trail, needs, guard } = result;
  const queue = queueOf(target);
  if (queue !== null) return { ...NOWHERE, ...sentToQueue(request, queue, whyNotFirst(request, found, working)) };
  const visited = working.namesOf(trail.visits);
  const poolId = poolOf(target);
  const repId = repOf(target);
  const none = isShadow === true ? 'shadow' : isTest ? 'noTestPool' : 'noPool';
  const why = found.kind === 'waits' ? 'offHours' : target === null && visited.length === 0 ? none : 'nobodyEligible';
  const isGuarded = guard !== null && why !== 'offHours';
  const because = isGuarded
    ? guardedFor(guard)
    : why === 'nobodyEligible'
      ? nobodyIn(visited, needs)
      : QUEUED_WHY[why].because;
  return kind === 'move'
    ? {
        ...NOWHERE,
        kind: 'stays',
        poolId,
        repId,
        why,
        because: `${because}, earlier owners aside; it stays with its owner.`,
      }
    : { ...NOWHERE, kind: 'queued', poolId, repId, why, because: `${because}; it waits in the queue.` };
}

const NOWHERE = { poolId: null, repId: null, queueId: null } as const;
