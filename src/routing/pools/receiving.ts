import { earliest, type Instant, toIso } from '../../platform/values/duration.js';
import type { Candidates } from '../deciding/candidates.js';
import { type Exclusion, OF_THE_REP, offHoursAt } from '../deciding/eligibility.js';
import type { OpenHours, Roster, RosterPool } from '../deciding/roster.js';
import { WorkingRoster } from '../deciding/working-roster.js';
import { freeFrom, KEPT_BY } from '../queues/next-chance.js';
import { repOf, type Target } from '../rules/rules.js';
import { aheadOn, repsAheadOn, type Way, waysOf } from '../rules/ways.js';

export const NOT_RECEIVING = [...OF_THE_REP, 'noPool', 'noRule', 'fallback'] as const;
type NotReceiving = (typeof NOT_RECEIVING)[number];

/** Whether a rep is dealt new leads, regardless of any single lead. */
export interface ReceivingState {
  readonly now: boolean;
  /** What excludes them, the most lasting reason first; absent while they receive leads. */
  readonly why?: NotReceiving;
  /**
   * While they receive none: when they do again by time alone. While they receive some in their working time: when that
   * ends.
   */
  readonly until?: Instant;
  readonly sentence: string;
}

interface ReceivingFacts {
  /** The targets of the rules; null if no rule matches. */
  readonly targets: readonly (Target | null)[];
  /** The reps to whom leads of accounts go because of their role there; none if no rule asks for it. */
  readonly holders?: ReadonlySet<string>;
  /** Returns the first instant from the given one on at which a rep is not absent. */
  backFrom(repId: string, at: Instant): Instant;
  readonly names: {
    rep(id: string): string;
    pool(id: string): string;
    /** Formats an instant in a rep's zone. */
    when(at: Instant, repId: string): string;
  };
}

/**
 * Returns how routing would treat each of these reps, by its own rules.
 * @param repIds a rep whom the roster does not know is inactive
 * @param roster with their pools, the pools tried before these, all members, and the reps that rules name
 */
export function receivingOf(repIds: readonly string[], roster: Roster, sources: ReceivingFacts): ReceivingState[] {
  const { names } = sources;
  const working = new WorkingRoster(roster);
  const pools = [...roster.pools.keys()].map((poolId) => working.chain(poolId)[0]!);
  const ways = waysOf(sources.targets, working);
  const reachedNow = new Set([...ways.keys()].filter((pool) => ways.get(pool)!.some((way) => aheadOn(way) === null)));
  const named = new Set(sources.targets.flatMap((each) => repOf(each) ?? []));
  const future = new Future(roster, ways, sources);
  return repIds.map((repId) => {
    const rep = roster.reps.get(repId);
    const exclusion = working.rep(repId)?.exclusion;
    const when = (at: Instant) => names.when(at, repId);
    if (rep === undefined || exclusion === undefined) return kept({ excludedBy: 'inactive' }, null, when);
    const theirs = pools.filter((pool) => pool.positionOf(repId) !== undefined);
    const served = theirs.filter((pool) => ways.has(pool));
    const reached = served.filter((pool) => reachedNow.has(pool));
    if (exclusion !== null) {
      const free = future.freeFrom(repId);
      const until = named.has(repId) || free === null ? free : future.firstDeal(repId, reached, free);
      return kept(exclusion, until, when);
    }
    if (named.has(repId)) return { now: true, sentence: 'Gets new leads.' };
    if (reached.length === 0 && sources.holders?.has(repId) === true)
      return { now: true, sentence: 'Gets new leads of the accounts that they look after, and no others.' };
    const begins = pools.flatMap(({ pool }) => pool.joining.filter((each) => each.repId === repId));
    if (theirs.length === 0 && begins.length > 0) {
      const until = Math.min(...begins.map(({ at }) => at));
      return { now: false, why: 'noPool', until, sentence: `${NO_LEADS}: they begin on ${when(until)}.` };
    }
    if (theirs.length === 0)
      return { now: false, why: 'noPool', sentence: `${NO_LEADS}: they are in no pool, and no rule names them.` };
    if (served.length === 0)
      return {
        now: false,
        why: 'noRule',
        sentence: `${NO_LEADS}: no routing rule assigns leads to ${namesOf(theirs, sources)}.`,
      };
    if (reached.length === 0) return onlyAfterOthers(served, ways, sources);
    return amongPools(reached, repId, future, sources);
  });
}

/** Consecutive shifts to look at while a rep is off hours; beyond them, their own opening is shown. */
const STEPS_MAX = 20;
const NO_LEADS = 'Gets no new leads';
/** Matches an instant at the end of an exclusion's detail. */
const ISO = /\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** The state of a rep whose pools get leads only after others, or not outside their hours. */
function onlyAfterOthers(
  served: readonly Candidates[],
  ways: ReadonlyMap<Candidates, readonly Way[]>,
  sources: ReceivingFacts,
): ReceivingState {
  const { names } = sources;
  const first = served.flatMap((pool) => ways.get(pool)!.flatMap((way) => aheadOn(way) ?? []));
  const when = first.map((each) =>
    'repId' in each
      ? `${names.rep(each.repId)} cannot take them`
      : `nobody in ${names.pool(each.poolId)} can take them`,
  );
  const whenever = new Intl.ListFormat('en', { type: 'disjunction' }).format(new Set(when));
  const sentence = `${NO_LEADS}: they come to ${namesOf(served, sources)} only when ${whenever}.`;
  return { now: false, why: 'fallback', sentence };
}

/** The state of a rep whom at most working hours exclude. @param reached pools that leads come to now */
function amongPools(
  reached: readonly Candidates[],
  repId: string,
  future: Future,
  sources: ReceivingFacts,
): ReceivingState {
  const { at } = future;
  const when = (instant: Instant) => sources.names.when(instant, repId);
  const hours = reached.map((pool) => hoursIn(pool, repId));
  const open = hours.filter((each) => each.isOpenAt(at));
  if (open.length > 0) return receives(latest(open.map((each) => each.closes(at))), when);
  const sharing = reached.filter(({ pool, atWork }) => pool.offHours === 'share' && atWork.length === 0);
  if (sharing.length > 0) {
    const where = namesOf(sharing, sources);
    const sentence = `Gets new leads although not at work: nobody in ${where} is at work, so it deals to all members.`;
    return { now: true, sentence };
  }
  const opening = earliest(hours.map((each) => each.nextOpening(at)));
  const first = hours.find((each) => each.nextOpening(at) === opening)!;
  return kept(offHoursAt(first, at)!, future.firstDeal(repId, reached, at), when);
}

type When = (at: Instant) => string;

function receives(until: Instant | null, when: When): ReceivingState {
  if (until === null) return { now: true, sentence: 'Gets new leads.' };
  return { now: true, until, sentence: `Gets new leads, at work until ${when(until)}.` };
}

function kept({ excludedBy, detail }: Exclusion, until: Instant | null, when: When): ReceivingState {
  const why = excludedBy as NotReceiving;
  const text = detail?.replace(ISO, (iso) => when(Date.parse(iso)));
  const because = `${NO_LEADS}: they ${KEPT_BY[excludedBy][1]}${text === undefined ? '' : `, ${text}`}.`;
  if (until === null) return { now: false, why, sentence: because };
  const isSaid = detail?.endsWith(toIso(until)) === true;
  return { now: false, why, until, sentence: isSaid ? because : `${because} Again from ${when(until)}.` };
}

/** Computes what follows after the roster's instant, by the known hours and ends of absences. */
class Future {
  readonly at: Instant;
  /** When the last member at work goes home, by pool and instant; the same for every member. */
  private readonly lastClosings = new Map<RosterPool, Map<Instant, Instant | null | undefined>>();

  constructor(
    private readonly roster: Roster,
    private readonly ways: ReadonlyMap<Candidates, readonly Way[]>,
    private readonly sources: Pick<ReceivingFacts, 'backFrom'>,
  ) {
    this.at = roster.at;
  }

  /** Returns when at most hours exclude them, as far as is known; null if time cannot help. */
  freeFrom(repId: string): Instant | null {
    const rep = this.roster.reps.get(repId);
    const free = rep === undefined ? null : freeFrom(rep, this.at);
    return free === null ? null : this.sources.backFrom(repId, free);
  }

  /**
   * @param reached pools that leads come to now
   * @param free when at most hours exclude the rep
   * @returns null if they are never dealt a lead again
   */
  firstDeal(repId: string, reached: readonly Candidates[], free: Instant): Instant | null {
    return earliest(
      reached.map((pool) => {
        const at = this.firstDealIn(pool.pool, hoursIn(pool, repId), free, repId);
        return at !== null && at < this.reachedUntil(pool) ? at : null;
      }),
    );
  }

  /** Returns when, on every way to the pool, a rep ahead of it is free again. */
  private reachedUntil(pool: Candidates): Instant {
    const open = this.ways.get(pool)!.filter((way) => aheadOn(way) === null);
    const ends = open.map((way) => earliest(repsAheadOn(way).map((repId) => this.freeFrom(repId))));
    return latest(ends) ?? Number.POSITIVE_INFINITY;
  }

  private firstDealIn(pool: RosterPool, hours: OpenHours, free: Instant, repId: string): Instant | null {
    if (pool.offHours === 'wait') return hours.isOpenAt(free) ? free : hours.nextOpening(free);
    let at = free;
    for (let step = 0; step < STEPS_MAX; step += 1) {
      const closing = this.lastClosing(pool, at);
      if (hours.isOpenAt(at) || closing === undefined) return at;
      const next = earliest([hours.nextOpening(at), closing]);
      if (next === null) return null;
      at = this.sources.backFrom(repId, next);
    }
    return hours.nextOpening(at);
  }

  /** Of members who can be dealt leads then. @returns undefined if nobody is at work, null if one never goes home */
  private lastClosing(pool: RosterPool, at: Instant): Instant | null | undefined {
    const known = this.lastClosings.get(pool) ?? new Map<Instant, Instant | null | undefined>();
    this.lastClosings.set(pool, known);
    if (!known.has(at)) known.set(at, this.lookAt(pool, at));
    return known.get(at);
  }

  private lookAt({ members }: RosterPool, at: Instant): Instant | null | undefined {
    const atWork = members.filter(({ repId, hours }) => {
      const rep = this.roster.reps.get(repId);
      const free = rep === undefined ? null : freeFrom(rep, this.at);
      return free !== null && free <= at && hours.isOpenAt(at);
    });
    return atWork.length === 0 ? undefined : latest(atWork.map(({ hours }) => hours.closes(at)));
  }
}

function hoursIn(pool: Candidates, repId: string): OpenHours {
  return pool.pool.members[pool.positionOf(repId)!]!.hours;
}

/** @returns null if one of them has no end */
function latest(ends: readonly (Instant | null)[]): Instant | null {
  return ends.includes(null) ? null : Math.max(...(ends as Instant[]));
}

function namesOf(pools: readonly Candidates[], { names }: ReceivingFacts): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(pools.map(({ pool }) => names.pool(pool.id)));
}
