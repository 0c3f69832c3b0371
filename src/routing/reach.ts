import type { RoutingRequest } from './decision.js';
import { poolChain, type RosterPool } from './roster.js';
import { entryOf } from './search.js';

/** The pools as far as they say who may be asked. */
interface Pools {
  readonly pools: ReadonlyMap<string, Reachable>;
  readonly fallbackPoolId: string | null;
}

type Reachable = Pick<RosterPool, 'fallbackPoolId'> & { readonly members: readonly { readonly repId: string }[] };

/** The reps whose loads decisions about these leads may depend on: nobody else can get one of them or lose it. */
export function repsWithinReach(requests: readonly RoutingRequest[], pools: Pools): Set<string> {
  const entries = new Set<string | null>();
  const repIds = new Set<string>();
  for (const { target, preferredRepId, currentOwner } of requests) {
    entries.add(entryOf(target));
    if (target !== null && 'repId' in target) repIds.add(target.repId);
    if (preferredRepId !== undefined) repIds.add(preferredRepId);
    if (currentOwner !== undefined) repIds.add(currentOwner.repId);
  }
  for (const entry of entries) {
    for (const { members } of poolChain(pools, entry)) for (const { repId } of members) repIds.add(repId);
  }
  return repIds;
}
