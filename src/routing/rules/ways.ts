import type { Candidates } from '../deciding/candidates.js';
import type { WorkingRep, WorkingRoster } from '../deciding/working-roster.js';
import { poolOf, queueOf, repOf, type Target } from './rules.js';

/** A way in which a new lead can come to a pool: after the rep of its rule and other pools. */
export interface Way {
  readonly named: WorkingRep | null;
  readonly before: readonly Candidates[];
}

/** The rep or pool that gets the leads of a way before they come to its end. */
export type Ahead = { readonly repId: string } | { readonly poolId: string };

/** Returns the ways to each pool. @param targets of the rules; null if no rule matches */
export function waysOf(targets: readonly (Target | null)[], roster: WorkingRoster): ReadonlyMap<Candidates, Way[]> {
  const ways = new Map<Candidates, Way[]>();
  for (const target of new Map(targets.map((each) => [JSON.stringify(each), each])).values()) {
    if (queueOf(target) !== null) continue;
    const repId = repOf(target);
    const named = repId === null ? null : (roster.rep(repId) ?? null);
    const chain = roster.chain(poolOf(target));
    for (const [index, pool] of chain.entries())
      ways.set(pool, [...(ways.get(pool) ?? []), { named, before: chain.slice(0, index) }]);
  }
  return ways;
}

/** Returns who gets the leads of a way now, or has them wait for their hours; null if they come to its end. */
export function aheadOn({ named, before }: Way): Ahead | null {
  if (named !== null && named.exclusion === null) return { repId: named.rep.id };
  const pool = before.find(({ atWork, offHours }) => atWork.length + offHours.length > 0);
  return pool === undefined ? null : { poolId: pool.pool.id };
}

/** Returns everybody who would get the leads of a way if they were free. */
export function repsAheadOn({ named, before }: Way): string[] {
  const members = before.flatMap(({ pool }) => pool.members.map(({ repId }) => repId));
  return named === null ? members : [named.rep.id, ...members];
}
