import type { RoutingRequest } from './decision.js';
import { poolChain, type RosterPool } from './roster.js';
import type { Target } from './rules.js';
import { entryOf } from './search.js';

/** The parts of pools that say who may be asked. */
interface Pools {
  readonly pools: ReadonlyMap<string, Reachable>;
  readonly fallbackPoolId: string | null;
}

type Reachable = Pick<RosterPool, 'id' | 'fallbackPoolId'> & {
  readonly members: readonly { readonly repId: string }[];
};

/** The parts of a request that say who may be asked. */
type Wanting = Pick<RoutingRequest, 'target' | 'preferredRepId' | 'currentOwner'>;

/** The pools that may be asked for leads, and the reps on whom decisions about them may depend. */
export interface Reach {
  readonly poolIds: ReadonlySet<string>;
  readonly repIds: ReadonlySet<string>;
}

/** The pools and reps that decisions about these leads can involve. Nothing else is read. */
export function withinReach(requests: readonly Wanting[], pools: Pools): Reach {
  const entries = new Set<string | null>();
  const poolIds = new Set<string>();
  const repIds = new Set<string>();
  for (const { target, preferredRepId, currentOwner } of requests) {
    entries.add(entryOf(target));
    if (target !== null && 'repId' in target) repIds.add(target.repId);
    if (preferredRepId !== undefined) repIds.add(preferredRepId);
    if (currentOwner !== undefined) repIds.add(currentOwner.repId);
  }
  for (const entry of entries) {
    for (const { id, members } of poolChain(pools, entry)) {
      poolIds.add(id);
      for (const { repId } of members) repIds.add(repId);
    }
  }
  return { poolIds, repIds };
}

/** These pools, and all pools and reps that leads of these targets may come to before them. */
export function poolsUpTo(
  poolIds: ReadonlySet<string>,
  targets: readonly (Target | null)[],
  pools: Pools,
): Set<string> {
  const upTo = new Set(poolIds);
  for (const entry of new Set(targets.map(entryOf))) {
    const chain = poolChain(pools, entry);
    const last = chain.findLastIndex(({ id }) => poolIds.has(id));
    for (const { id } of chain.slice(0, last + 1)) upTo.add(id);
  }
  return upTo;
}
