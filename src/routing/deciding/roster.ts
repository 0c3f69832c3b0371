import type { Capacity, Skills, SourceCapacity } from '../../people/people.js';
import { type Instant, type Interval, MS_PER_DAY } from '../../platform/values/duration.js';
import type { PoolStrategy } from '../pools/strategies.js';
import type { LoadKind } from '../pools/strategy.js';
import { poolOf, queueOf, repOf, type Target } from '../rules/rules.js';
import type { ExcludedBy } from './eligibility.js';
import type { RoutingRequest } from './request.js';

export interface OpenHours {
  isOpenAt(at: Instant): boolean;
  /** @returns null if it never opens again */
  nextOpening(at: Instant): Instant | null;
  /** @returns null if it is closed at `at` or does not close */
  closes(at: Instant): Instant | null;
}

/** The loads of a rep; `today` and `thisWeek` count leads assigned, whoever owns them now. */
export interface Load {
  readonly open: number;
  /** The rep's open leads that await first touch. */
  readonly untouched: number;
  readonly today: number;
  readonly thisWeek: number;
  /** The assigned leads by source, for sources for which the rep has a capacity. */
  readonly bySource?: ReadonlyMap<string, SourceLoad> | undefined;
}

/** Assigned leads of one source, whoever owns them now. */
export interface SourceLoad {
  readonly today: number;
  readonly thisWeek: number;
}

export interface RosterRep {
  readonly id: string;
  readonly active: boolean;
  readonly available: boolean;
  /** When `available` becomes true by itself. */
  readonly unavailableUntil?: Instant | undefined;
  /** The absence that covers the roster's instant. */
  readonly absent: Interval | null;
  /** Their cover during it; null for none. */
  readonly coverRepId?: string | null;
  readonly skills: Skills;
  readonly capacity: Capacity;
  /** The capacities per source, by the source in lower case. */
  readonly sourceCapacities?: ReadonlyMap<string, SourceCapacity> | undefined;
  readonly load: Load;
  /** When `today` and `thisWeek` start again at 0. */
  readonly capacityResetsAt?: { readonly day: Instant; readonly week: Instant } | undefined;
  /** The rep's hours outside any pool. */
  readonly hours: OpenHours;
}

export interface PoolMember {
  readonly repId: string;
  /** Above 0. */
  readonly weight: number;
  /** Leads due minus leads got. */
  readonly credit: number;
  /** The member's last turn in this pool; null before the first. */
  readonly lastAssignedAt: Instant | null;
  /** The rep's hours in this pool: a rep without a calendar has the pool's. */
  readonly hours: OpenHours;
}

export interface RosterPool {
  readonly id: string;
  readonly name: string;
  readonly strategy: PoolStrategy;
  /** The load that the strategy compares; null if it compares none. */
  readonly load: LoadKind | null;
  /** What happens if only working hours exclude everybody. */
  readonly offHours: 'share' | 'wait';
  readonly fallbackPoolId: string | null;
  /** What happens to a lead that entered by this pool once everybody in the chain has had it. */
  readonly afterRound: 'queue' | 'again';
  readonly members: readonly PoolMember[];
  /** Members who begin later, and when. */
  readonly joining: readonly { readonly repId: string; readonly at: Instant }[];
}

/** Everything that a decision knows about reps and pools at one instant. */
export interface Roster {
  readonly at: Instant;
  readonly reps: ReadonlyMap<string, RosterRep>;
  readonly pools: ReadonlyMap<string, RosterPool>;
  /** The pool for leads that no rule matched, or that nobody else can take. */
  readonly fallbackPoolId: string | null;
}

/**
 * Returns the pools that may serve a lead of this pool, in order: itself, its fallback, the fallback's fallback and so
 * on, then the roster's fallback with its fallbacks; each once, so that a cycle ends.
 */
export function poolChain<Pool extends Pick<RosterPool, 'fallbackPoolId'>>(
  roster: { readonly pools: ReadonlyMap<string, Pool>; readonly fallbackPoolId: string | null },
  poolId: string | null,
): Pool[] {
  const chain = new Set<Pool>();
  for (const start of [poolId, roster.fallbackPoolId]) {
    let pool = start === null ? undefined : roster.pools.get(start);
    while (pool !== undefined && !chain.has(pool)) {
      chain.add(pool);
      pool = pool.fallbackPoolId === null ? undefined : roster.pools.get(pool.fallbackPoolId);
    }
  }
  return [...chain];
}

/** Returns the roster for test leads: without capacities and fallbacks. */
export function outsideOfAll(roster: Roster): Roster {
  const reps = [...roster.reps].map(
    ([id, rep]) => [id, { ...rep, capacity: {}, sourceCapacities: undefined }] as const,
  );
  const pools = [...roster.pools].map(([id, pool]) => [id, { ...pool, fallbackPoolId: null }] as const);
  return { ...roster, reps: new Map(reps), pools: new Map(pools), fallbackPoolId: null };
}

interface Pools {
  readonly pools: ReadonlyMap<string, Reachable>;
  readonly fallbackPoolId: string | null;
}

type Reachable = Pick<RosterPool, 'id' | 'fallbackPoolId'> & {
  readonly members: readonly { readonly repId: string }[];
};

type Wanting = Pick<RoutingRequest, 'target' | 'preferredRepId' | 'currentOwner' | 'account' | 'company'>;

/** The pools that may be tried for leads, and the reps on whom decisions about them may depend. */
export interface Reach {
  readonly poolIds: ReadonlySet<string>;
  readonly repIds: ReadonlySet<string>;
}

/** Returns the pools and reps that decisions about these leads can involve. Nothing else is read. */
export function withinReach(requests: readonly Wanting[], pools: Pools): Reach {
  const entries = new Set<string | null>();
  const poolIds = new Set<string>();
  const repIds = new Set<string>();
  for (const { target, preferredRepId, currentOwner, account, company } of requests) {
    if (queueOf(target) === null) entries.add(poolOf(target));
    for (const repId of [
      repOf(target),
      preferredRepId,
      account?.repId,
      account?.ownerRepId,
      company?.repId,
      currentOwner?.repId,
    ])
      if (repId != null) repIds.add(repId);
  }
  for (const entry of entries) {
    for (const { id, members } of poolChain(pools, entry)) {
      poolIds.add(id);
      for (const { repId } of members) repIds.add(repId);
    }
  }
  return { poolIds, repIds };
}

/** Returns these pools, and all pools that leads of these targets may come to before them. */
export function poolsUpTo(
  poolIds: ReadonlySet<string>,
  targets: readonly (Target | null)[],
  pools: Pools,
): Set<string> {
  const upTo = new Set(poolIds);
  for (const entry of new Set(targets.filter((target) => queueOf(target) === null).map(poolOf))) {
    const chain = poolChain(pools, entry);
    const last = chain.findLastIndex(({ id }) => poolIds.has(id));
    for (const { id } of chain.slice(0, last + 1)) upTo.add(id);
  }
  return upTo;
}

/**
 * Members who come back within this time keep their standing, so that a change of shifts or a mistake costs nobody
 * their turn.
 */
export const STANDING_KEPT_MS = MS_PER_DAY;

/** A member's standing in a pool: `credit` is `shareDue` minus `leadsGot`. */
export interface PoolStanding {
  readonly repId: string;
  readonly credit: number;
  readonly lastAssignedAt: Instant | null;
  readonly shareDue: number;
  readonly leadsGot: number;
  readonly missed: Readonly<Partial<Record<ExcludedBy, number>>>;
  /** The first configuration for which the figures count; they began level with it. */
  readonly sinceRevision: number;
  /** Null if it began before that was recorded. */
  readonly sinceAt: Instant | null;
}

export interface FormerMember extends PoolStanding {
  readonly leftAt: Instant;
}

export interface Membership {
  readonly members: readonly PoolStanding[];
  /** Members who left less than a day ago. */
  readonly former: readonly FormerMember[];
}

/**
 * The standings after the members of a pool change. Members who stay keep theirs; those who come back within a day of
 * leaving get back what they left, because the others still hold their credit with the opposite sign; everybody else
 * starts level.
 * @param repIds the new members, each once
 * @param revision of the configuration that changes them
 * Source: docs/adr/0016-standing-in-a-pool.md
 */
export function membershipAfter(
  { members, former }: Membership,
  repIds: readonly string[],
  now: Instant,
  revision: number,
): Membership {
  const recent = former.filter(({ leftAt }) => now - leftAt < STANDING_KEPT_MS);
  const known = new Map<string, PoolStanding>();
  for (const { leftAt: _, ...standing } of recent) known.set(standing.repId, standing);
  for (const standing of members) known.set(standing.repId, standing);
  const isMember = new Set(repIds);
  return {
    members: repIds.map((repId) => known.get(repId) ?? levelStanding(repId, now, revision)),
    former: [
      ...recent.filter(({ repId }) => !isMember.has(repId)),
      ...members.filter(({ repId }) => !isMember.has(repId)).map((standing) => ({ ...standing, leftAt: now })),
    ],
  };
}

function levelStanding(repId: string, sinceAt: Instant, sinceRevision: number): PoolStanding {
  const level = { credit: 0, lastAssignedAt: null, shareDue: 0, leadsGot: 0, missed: {} };
  return { repId, ...level, sinceRevision, sinceAt };
}
