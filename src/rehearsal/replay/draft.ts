import type { Directory, KnownPool } from '../../directory/directory.js';
import { membersOf, teamIdOf } from '../../routing/pools/membership.js';
import { normalisedPool, type PoolBody } from '../../routing/pools/pool.dto.js';
import type { CompiledRule } from '../../routing/rules/rules.js';

export interface RoutingDraft {
  /** With the draft's rules and pools instead of the saved ones. */
  readonly directory: Directory;
  readonly drafted: ReadonlySet<string>;
  readonly isAnother: boolean;
}

/** A drafted pool, which replaces the saved one of its id. */
type DraftedPool = PoolBody & { readonly id: string };

export function draftOf(
  directory: Directory,
  rules: readonly CompiledRule[] | undefined,
  pools: readonly DraftedPool[],
): RoutingDraft {
  const drafted = new Map(pools.map((pool) => [pool.id.toLowerCase(), pool]));
  const known = new Map(directory.content.pools);
  for (const [id, pool] of drafted) known.set(id, asDrafted(known.get(id)!, pool, directory));
  return {
    directory: directory.withRouting(rules ?? directory.content.rulebook.rules, known),
    drafted: new Set(drafted.keys()),
    isAnother: rules !== undefined || pools.length > 0,
  };
}

function asDrafted(saved: KnownPool, { id: _, ...body }: DraftedPool, directory: Directory): KnownPool {
  const pool = normalisedPool(body);
  const team = teamIdOf(pool.members);
  const members = membersOf(pool.members, team === undefined ? [] : (directory.team(team)?.repIds ?? []));
  const { name, strategy, offHours, afterRound } = pool;
  return {
    ...saved,
    name,
    strategy,
    offHours,
    afterRound,
    members,
    load: pool.load ?? null,
    claimWithin: pool.claimWithin ?? null,
    calendarId: pool.calendarId ?? null,
    fallbackPoolId: pool.fallbackPoolId ?? null,
  };
}
