import type { ResourceKind } from '../../configuration/resource.kind.js';
import { faultsOfReferences, referenceAt, referencesIn } from '../../configuration/resource-page.store.js';
import { countedUsers, type UsersQuestion } from '../../configuration/users.store.js';
import { collectFaults, type Fault, fault } from '../../platform/input/fault.js';
import type { Tx } from '../../platform/sql/database.js';
import { pluck } from '../../platform/values/group.js';
import { levelMembers, readTeam, replaceMembers } from '../../routing/deciding/roster.store.js';
import { faultsOfEntries, membersOf, teamIdOf } from '../../routing/pools/membership.js';
import type { PoolBody } from '../../routing/pools/pool.dto.js';
import { POOLS, type PoolRow } from '../../routing/pools/pool.table.js';
import { faultsOfOptions } from '../../routing/pools/strategies.js';
import { RULEBOOKS } from '../../routing/rules/rulebook.store.js';

const USERS: readonly UsersQuestion[] = [
  {
    kind: 'routing rule',
    select: `null::uuid, rule->>'name' || said from ${RULEBOOKS}, jsonb_array_elements(body->'rules') as rule
      where $1::text in (rule->'assign'->>'poolId', rule->'assign'->'otherwise'->>'poolId')`,
  },
  {
    kind: 'routing',
    select: `null::uuid, 'fallback' || said from ${RULEBOOKS} where body->'fallback'->>'poolId' = $1::text`,
  },
  { kind: 'pool', select: 'id, name from pool where fallback_pool_id = $1' },
  { kind: 'settings', select: `null::uuid, 'settings' from settings where test_pool_id = $1` },
  countedUsers(
    'lead',
    'open lead',
    `select lead.id from assignment join lead on lead.id = assignment.lead_id
      where assignment.until_at is null and $1 in (lead.pool_id, assignment.pool_id) and status = 'open'`,
  ),
];

/** Reads the chain of fallbacks from pool $1 to pool $2, in order; no row if it does not lead there. */
const FALLBACKS = `
  with recursive line as (
    select id, fallback_pool_id, array[]::text[] as names, array[id] as passed, name from pool where id = $1
    union all
    select pool.id, pool.fallback_pool_id, names || line.name, passed || pool.id, pool.name
      from pool join line on pool.id = line.fallback_pool_id
     -- A ring that is there already ends it too.
     where line.id <> $2 and pool.id <> all (passed))
  select names from line where id = $2`;

export const POOL: ResourceKind<PoolRow, PoolBody> = {
  kind: 'pool',
  table: POOLS,
  fields: [
    ...(['name', 'strategy', 'load', 'claimWithin', 'members', 'calendarId', 'offHours', 'fallbackPoolId'] as const),
    ...(['afterRound', 'decline'] as const),
  ],
  unique: 'name',
  check,
  afterWrite: async (tx, id, { members, strategy }, now, before) => {
    if (before !== undefined && before.strategy !== strategy) await levelMembers(tx, id, now);
    const known = membersOf(members, await readTeam(tx, teamIdOf(members)));
    const repIds = known.map(({ repId }) => repId);
    await replaceMembers(tx, id, repIds, now);
  },
  users: USERS,
  insteadOfRemoving:
    'Take the pool out of each of these first. An open lead leaves it when it is reassigned or closed.',
};

async function check(tx: Tx, body: PoolBody, id: string | null): Promise<Fault[]> {
  const { name, members, calendarId, fallbackPoolId } = body;
  const teamId = teamIdOf(members);
  const [pointer, entries] = 'teamId' in members ? ['/members/weights', members.weights] : ['/members', members];
  const weighted = await readWeighted(tx, id, teamId);
  const reps = referencesIn(pointer, pluck(entries, 'repId'), '/repId').filter((rep) => !weighted.includes(rep.id));
  const unknown = [
    ...(await faultsOfReferences(tx, 'team', referenceAt('/members/teamId', teamId))),
    ...(await faultsOfReferences(tx, 'rep', reps)),
  ];
  return collectFaults(
    unknown,
    unknown.length === 0 && faultsOfEntries(entries, pointer, await readTeam(tx, teamId), weighted),
    faultsOfOptions(body),
    await faultsOfReferences(tx, 'calendar', referenceAt('/calendarId', calendarId)),
    await faultsOfFallback(tx, fallbackPoolId, { id, name }),
  );
}

/**
 * Returns the reps with a saved weight in the pool of a team. Some may have left the team since. Their weights have no
 * effect then, and stay, so that the pool can be sent back as it was read.
 */
async function readWeighted(tx: Tx, id: string | null, teamId: string | undefined): Promise<readonly string[]> {
  if (id === null || teamId === undefined) return [];
  const members = (await tx.repository(POOLS).findOneBy({ id }))?.members;
  return members !== undefined && 'teamId' in members && members.teamId === teamId
    ? members.weights.map(({ repId }) => repId)
    : [];
}

async function faultsOfFallback(
  tx: Tx,
  fallbackPoolId: string | undefined,
  { id, name }: { readonly id: string | null; readonly name: string },
): Promise<Fault[]> {
  const pointer = '/fallbackPoolId';
  if (fallbackPoolId === undefined) return [];
  const unknown = await faultsOfReferences(tx, 'pool', [{ pointer, id: fallbackPoolId }]);
  if (unknown.length > 0 || id === null) return unknown;
  const rows = await tx.rows<{ names: string[] }>(FALLBACKS, [fallbackPoolId, id]);
  return rows.map(({ names }) => {
    const ring = [name, ...names, name].join(' → ');
    return fault(pointer, 'cycle', `Expected fallback pools that form no ring, unlike these: ${ring}.`);
  });
}
