import type { Candidates } from './candidates.js';
import { coversOf } from './covers.js';
import { exclusionOf, lasting } from './eligibility.js';
import {
  firstAsked,
  type Guard,
  guardedFor,
  guardOf,
  type RequestedAccount,
  type RequestedCompany,
  tracedAccount,
  whyNamed,
  whyNotFirst,
} from './of-account.js';
import { poolChain, type Roster, type RosterRep } from './roster.js';
import {
  type AccountRole,
  type ClosingRule,
  poolOf,
  queueOf,
  type RuleEvent,
  type RuleResult,
  repOf,
  type Target,
} from './rules.js';
import { type Found, type Search, search, type Wanted } from './search.js';
import { type HeldInQueue, type SentBy, sentToQueue } from './sent-to-queue.js';
import { type NeededSkill, skillInWords } from './skills.js';
import { TRACE_VERSION, type TraceDifference, TracedTests, type TraceSnapshot } from './trace.js';
import type { MemberChange, PoolDeal } from './working-pool.js';
import { type WorkingNeeds, WorkingRoster } from './working-roster.js';

/** A lead to be routed. */
export interface RoutingRequest {
  readonly leadId: string;
  /**
   * `route`: it has no owner, and waits in the queue if nobody is eligible. `move`: its owner missed a promise; it goes
   * to somebody who has not had it, or stays.
   */
  readonly kind: 'route' | 'move';
  /** Its target; null if no rule matched, which means the fallback pool, else the queue. */
  readonly target: Target | null;
  /** The name of the rule. */
  readonly rule: string | null;
  /** Because of which event its rules were asked; its arrival by default. */
  readonly on?: RuleEvent | undefined;
  /** The rule that closes it, in place of all routing. */
  readonly closing?: ClosingRule | undefined;
  /** Who of its account its rule sends it to first; null for nobody. */
  readonly accountRole?: AccountRole | null | undefined;
  /** Its account, as far as it is known: where rules ask for accounts, or one is protected. */
  readonly account?: RequestedAccount | undefined;
  /** Its owner, who is away: whoever stands in for them gets it before all others. */
  readonly coverFor?: string | undefined;
  /** Whether its rule sends it first to whoever has an open lead of its company. */
  readonly asksCompany?: boolean | undefined;
  /** Its company, where a rule asks for that. */
  readonly company?: RequestedCompany | undefined;
  /** What its rule asks of its owner. */
  readonly skills?: readonly NeededSkill[] | undefined;
  /** Its source in lower case, for capacities per source. */
  readonly source?: string | undefined;
  /** The result of each rule, for the trace. */
  readonly rules?: readonly RuleResult[] | undefined;
  /**
   * Its former owners, who get it only if nobody else is eligible, in the pool or its fallbacks. A move excludes them, and
   * the present one, who is among them.
   */
  readonly earlierOwners: readonly string[];
  /** Reps who never get it: a recycled lead goes to none of its former owners. */
  readonly excluded?: readonly string[] | undefined;
  /** Reps who have declined it in this cycle: they do not get it either. */
  readonly declined?: readonly string[] | undefined;
  /**
   * Former owners, whoever had it longest ago first, one of whom may get it once more when everybody has had it and the
   * pool deals it again; none where one has.
   */
  readonly again?: readonly string[] | undefined;
  /** Gets it if eligible, out of turn: a nurtured lead goes back to its last owner. Not for a move. */
  readonly preferredRepId?: string | undefined;
  /**
   * The present owner. They keep it if nobody else is eligible, whatever their capacity, because it is theirs already.
   * If it goes, their load falls, which frees capacity for the next lead of the batch.
   */
  readonly currentOwner?: { readonly repId: string; readonly untouched: boolean } | undefined;
  /** Why it waits for a person in the queue of its target, other than by its rule. */
  readonly held?: HeldInQueue | undefined;
  /** The rules act on nothing: no pool is asked, not even the fallback. */
  readonly isShadow?: boolean | undefined;
  /** It was offered, and nobody has claimed it in time: it is dealt. */
  readonly isOfferOver?: boolean | undefined;
  /** A test lead: dealt as a real one, but without taking a turn, counting towards capacity, or going to fallbacks. */
  readonly isTest?: boolean | undefined;
}

/**
 * - `assigned`: `by` tells a turn of the pool, which alone costs credit, from a rep whom the rule names and from
 *   the last owner. `poolId` is the pool that served it, null for a rep outside a pool.
 * - `offered`: whoever of the reps claims it first gets it; a pool offers leads without an owner alone, no moves.
 * - `queued`: `poolId` is the pool it entered by and enters again when somebody there or in the fallbacks becomes
 *   eligible, `repId` the rep whom its rule names; both null when no rule matched, where only the roster's fallback helps,
 *   and in a queue to which its rule sends it (`queueId`), where it waits for a person.
 * - `retained`: nobody but its owner can have it. `poolId` is the pool by which they could.
 * - `stays`: a move found nobody who has not had it.
 */
export type RoutingDecision = Outcome & {
  readonly leadId: string;
  readonly rule: string | null;
  readonly trace: TraceDifference;
};

/** `because` is a plain sentence with numbers, as the trace shows it. */
type Outcome = { readonly because: string } & (
  | {
      readonly kind: 'assigned';
      readonly repId: string;
      readonly poolId: string | null;
      readonly by: 'turn' | 'named' | 'preferred';
      /** The rep who is away, and for whom they stand in. */
      readonly covers?: string;
    }
  | { readonly kind: 'offered'; readonly poolId: string; readonly repIds: readonly string[] }
  | { readonly kind: 'retained'; readonly repId: string; readonly poolId: string | null }
  | ({ readonly kind: 'queued' } & Waits)
  | ({ readonly kind: 'stays' } & Waits)
);

interface Waits {
  readonly repId: string | null;
  readonly poolId: string | null;
  readonly queueId: string | null;
  readonly why: QueuedWhy;
}

/**
 * `offHours`: the pool waits for its hours. `noPool`: no rule matched and there is no fallback. `noTestPool`: a test
 * lead without a pool for tests. `nobodyEligible`: nobody is eligible. `rule`: its rule sends it to a queue. `shadow`: the
 * rules act on nothing.
 * `limit`: more leads of its source came within a minute than are routed. `putBack`: a person put it back into its queue.
 */
export type QueuedWhy = 'offHours' | 'nobodyEligible' | 'noPool' | 'noTestPool' | 'shadow' | SentBy;

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
  const decisions = requests.map((request) => decideOne(request, request.isTest ? rehearsing : working, tests));
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
  // A test lead takes nobody's place, so no capacity is asked.
  const needs = request.isTest ? null : needsOf(request, working);
  const wanted = wantedBy(request, needs, working);
  const { guard } = wanted;
  const { found, search: trail } = search(wanted, working);
  const outcome = settle(request, { found, trail, needs, guard }, working);
  if (outcome.kind !== 'stays' && outcome.kind !== 'retained' && request.currentOwner !== undefined) {
    working.rep(request.currentOwner.repId)?.giveUp(request.currentOwner.untouched);
  }
  const { declined = NOBODY } = request;
  const trace = traceOf(outcome, trail, tests.record(request.rules ?? []), { needs, declined, guard });
  if (request.account !== undefined) trace.account = tracedAccount(request.account, guard);
  const { leadId, rule } = request;
  if (outcome.kind === 'assigned' && request.company != null) working.noteCompany(request.company.key, outcome.repId);
  if (outcome.kind !== 'assigned') return { ...outcome, leadId, rule, trace };
  // Written out: nearly all leads end here, and spreading costs more than the decision.
  const { kind, repId, poolId, by, because, covers } = outcome;
  if (covers !== undefined) return { kind, leadId, rule, repId, poolId, by, because, covers, trace };
  return { kind, leadId, rule, repId, poolId, by, because, trace };
}

/** Capacities per source count where anybody who may be asked has one. */
export function needsOf(request: RoutingRequest, working: WorkingRoster): WorkingNeeds | null {
  const { target, skills, source, preferredRepId, currentOwner } = request;
  if (source === undefined) return working.needs(skills, null);
  const { account, company } = request;
  const first = [account?.repId, account?.ownerRepId, company?.repId];
  const owners = [repOf(target), preferredRepId, currentOwner?.repId, ...first].filter((repId) => repId != null);
  const asked = owners.flatMap((repId) => [repId, ...coversOf(repId, (id) => working.rep(id)?.rep)]);
  const isCapped = working.isCapped(source, poolOf(target), asked);
  return working.needs(skills, isCapped ? source : null);
}

type WrittenDifference = { -readonly [key in keyof TraceDifference]: TraceDifference[key] };

export function traceOf(
  outcome: Outcome,
  { visits, asked }: Search,
  rules: TraceDifference['rules'],
  { needs, declined, guard }: Pick<Wanted, 'needs' | 'declined' | 'guard'>,
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

export function wantedBy(request: RoutingRequest, needs: WorkingNeeds | null, working: WorkingRoster): Wanted {
  const { kind, target, earlierOwners, currentOwner } = request;
  const { again = NOBODY, declined = NOBODY, isShadow = false } = request;
  const guard = guardOf(request, working);
  const first = firstAsked(request, guard, working);
  const never = both(request.excluded ?? NOBODY, declined);
  const isMissed = kind === 'move';
  // Whether the owner may keep it is decided when nobody else is eligible.
  const ownerId = isMissed ? undefined : currentOwner?.repId;
  const excluded = isMissed ? both(earlierOwners, never) : ownerId === undefined ? never : [...never, ownerId];
  const others = ownerId === undefined ? earlierOwners : earlierOwners.filter((each) => each !== ownerId);
  const avoided = isMissed ? NOBODY : others;
  const preferredRepId = isMissed ? undefined : request.preferredRepId;
  return { target, first, guard, isShadow, needs, declined, excluded, avoided, again, isMissed, preferredRepId };
}

/** One of the two where the other is empty: most leads have been through nothing, and nothing is copied for them. */
function both(some: readonly string[], others: readonly string[]): readonly string[] {
  if (others.length === 0) return some;
  return some.length === 0 ? others : [...some, ...others];
}

/** What the search for an owner came to. */
interface Result {
  readonly found: Found;
  readonly trail: Search;
  readonly needs: WorkingNeeds | null;
  readonly guard: Guard | null;
}

/** Books the result, and explains it in a sentence. */
function settle(request: RoutingRequest, result: Result, working: WorkingRoster): Outcome {
  const { found, needs } = result;
  const before = prefixOf(request, result, working);
  const source = needs?.source ?? null;
  switch (found.kind) {
    case 'turn': {
      const { pool, deal } = found;
      if (pool.offers && request.kind === 'route' && request.isOfferOver !== true) return offeredBy(pool, deal, before);
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
      const because = `${before}Back to the last owner; no pool dealt it.`;
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

function offeredBy({ pool }: Candidates, { among }: PoolDeal, before: string): Outcome {
  const repIds = among.map((member) => pool.members[member]!.repId);
  const who = repIds.length === 1 ? '1 rep' : `${repIds.length} reps`;
  const because = `${before}Offered to ${who} in ${pool.name}: whoever claims it first gets it, and if nobody does in time, it is dealt in turn.`;
  return { kind: 'offered', poolId: pool.id, repIds, because };
}

/** The present owner, if nothing but their capacity, which this lead itself may fill, excludes them. */
function retainedBy(
  { kind, target, currentOwner }: RoutingRequest,
  { found, needs }: Result,
  working: WorkingRoster,
): Outcome | null {
  if (kind === 'move' || currentOwner === undefined || found.kind === 'waits' || queueOf(target) !== null) return null;
  const { repId } = currentOwner;
  const rep = working.rep(repId);
  const exclusion = rep && lasting(rep.exclusion, needs && rep.exclusionFrom(needs));
  if (exclusion === undefined || (exclusion !== null && exclusion.excludedBy !== 'capacity')) return null;
  const pool = working.chain(poolOf(target)).find((each) => each.positionOf(repId) !== undefined);
  if (pool === undefined && repOf(target) !== repId) return null;
  const because = 'Nobody but its owner is eligible; it stays theirs.';
  return { kind: 'retained', repId, poolId: pool?.pool.id ?? null, because };
}

function nobodyFor(request: RoutingRequest, result: Result, working: WorkingRoster): Outcome {
  const { kind, target, isTest, isShadow } = request;
  const { found, trail, needs, guard } = result;
  const queue = queueOf(target);
  if (queue !== null) return { ...NOWHERE, ...sentToQueue(request, queue, whyNotFirst(request, found, working)) };
  const asked = working.namesOf(trail.visits);
  const poolId = poolOf(target);
  const repId = repOf(target);
  const none = isShadow === true ? 'shadow' : isTest ? 'noTestPool' : 'noPool';
  const why = found.kind === 'waits' ? 'offHours' : target === null && asked.length === 0 ? none : 'nobodyEligible';
  const isGuarded = guard !== null && why !== 'offHours';
  const because = isGuarded ? guardedFor(guard) : why === 'nobodyEligible' ? nobodyIn(asked, needs) : WHY_WORDS[why];
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

const WHY_WORDS: Readonly<Record<Exclude<QueuedWhy, 'nobodyEligible' | SentBy>, string>> = {
  offHours: 'Nobody who could take it is at work, and the pool waits for them',
  noPool: 'No rule matches it, and there is no fallback pool',
  shadow: 'The routing rules are in shadow, and act on nothing',
  noTestPool: 'It is a test lead, and the settings name no pool for these (testPoolId)',
};

/** Explains the candidates, before the choice among them. */
function prefixOf(request: RoutingRequest, { found, trail, needs }: Result, working: WorkingRoster): string {
  if (found.kind === 'waits' || found.kind === 'nobody') return '';
  const isFromPool = found.kind === 'turn' || found.kind === 'preferred';
  const asked = isFromPool && trail.visits.length > 1 ? working.namesOf(trail.visits) : [];
  return [
    request.isTest ? 'A test lead, which takes nobody’s turn. ' : '',
    request.kind === 'move' ? movedOn(request, working) : '',
    whyNotFirst(request, found, working),
    needs !== null && needs.skills.length > 0 ? `It needs ${skillsInWords(needs)}. ` : '',
    request.declined !== undefined && request.declined.length > 0 ? 'Whoever declined it is passed over. ' : '',
    request.isOfferOver === true ? 'Nobody claimed it in time. ' : '',
    trail.returned ? 'Nobody but earlier owners is eligible. ' : '',
    trail.again
      ? 'Everybody has had it, so it goes once more to whoever had it longest ago (`afterRound: "again"`). '
      : '',
    asked.length > 0
      ? `${nobodyIn(asked.slice(0, -1), null, request.kind === 'move')}, so the fallback ${asked.at(-1)} was asked. `
      : '',
    isFromPool && isOffHours(found)
      ? `Nobody in ${working.namesOf(trail.visits).at(-1)} who could take it is at work; the pool deals anyway (\`offHours: "share"\`). `
      : '',
  ].join('');
}

/** A move asks the pool from which the owner has the lead; without one, the rules. */
function movedOn({ target, rules }: RoutingRequest, working: WorkingRoster): string {
  const pool = rules === undefined ? working.chain(poolOf(target))[0]?.pool.name : undefined;
  const next = pool === undefined ? 'the rules were asked again' : `somebody else in ${pool} was looked for`;
  return `Its owner missed a promise, so ${next}. `;
}

function isOffHours(found: Extract<Found, { kind: 'turn' | 'preferred' }>): boolean {
  return found.kind === 'turn' ? found.deal.offHours : found.offHours;
}

function nobodyIn(pools: readonly string[], needs: WorkingNeeds | null, isMove = false): string {
  const nobody = isMove ? 'Nobody else' : 'Nobody';
  const where = pools.length === 0 ? '' : ` in ${new Intl.ListFormat('en', { type: 'disjunction' }).format(pools)}`;
  const skilled = needs === null || needs.skills.length === 0 ? '' : ` with ${skillsInWords(needs)}`;
  return `${nobody}${where}${skilled} can take it`;
}

function skillsInWords({ skills }: WorkingNeeds): string {
  return new Intl.ListFormat('en').format(skills.map(skillInWords));
}

/**
 * Whether anybody could take a lead that waits for a pool, or (null) for the fallback alone: a cheap check before any
 * lead is read. It may say yes too often (earlier owners, a pool that waits for its hours), but never no wrongly.
 */
export function canServe(roster: Roster, poolId: string | null): boolean {
  return poolChain(roster, poolId).some((pool) =>
    pool.members.some((member) => {
      const rep = roster.reps.get(member.repId);
      return rep !== undefined && isFree(rep) && (pool.offHours === 'share' || member.hours.isOpenAt(roster.at));
    }),
  );
}

/** The same for a rep named by a rule, whose hours do not count; whoever stands in for them may take it, too. */
export function canTake({ reps }: Roster, repId: string): boolean {
  const asked = [repId, ...coversOf(repId, (id) => reps.get(id))].flatMap((id) => reps.get(id) ?? []);
  return asked.some(isFree);
}

/** Whether a lead could go back to its last owner, who has to be at work. */
export function canReturn(roster: Roster, repId: string): boolean {
  const rep = roster.reps.get(repId);
  return rep !== undefined && canTake(roster, repId) && (!isFree(rep) || rep.hours.isOpenAt(roster.at));
}

function isFree(rep: RosterRep): boolean {
  return exclusionOf(rep, rep.load) === null;
}
