import type { Capacity } from '../people/capacity.js';
import type { Instant, Interval } from '../platform/instant.js';
import type { PoolStrategy } from './strategy.js';

/** The functions of working time that routing needs. */
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
  /** Theirs and awaiting first touch. */
  readonly untouched: number;
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
  readonly capacity: Capacity;
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
  /** Leads due less leads got. */
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
  /** What happens if only working hours exclude everybody. */
  readonly offHours: 'share' | 'wait';
  readonly fallbackPoolId: string | null;
  readonly members: readonly PoolMember[];
}

/** All that a decision knows about reps and pools at one instant. */
export interface Roster {
  readonly at: Instant;
  readonly reps: ReadonlyMap<string, RosterRep>;
  readonly pools: ReadonlyMap<string, RosterPool>;
  /** The pool for leads that no rule matched, and that nobody else can take. */
  readonly fallbackPoolId: string | null;
}

/**
 * The pools that may serve a lead of this pool, in order: itself, its fallback, the fallback's fallback and so on, then
 * the roster's fallback with its fallbacks; each once, so that a ring ends.
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

/** The roster for test leads: without capacities and fallbacks. */
export function outsideOfAll(roster: Roster): Roster {
  const reps = [...roster.reps].map(([id, rep]) => [id, { ...rep, capacity: {} }] as const);
  const pools = [...roster.pools].map(([id, pool]) => [id, { ...pool, fallbackPoolId: null }] as const);
  return { ...roster, reps: new Map(reps), pools: new Map(pools), fallbackPoolId: null };
}
