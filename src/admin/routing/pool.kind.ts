import { faultsOfReferences, faultsOfRepeats, referenceAt, referencesIn } from '../../configuration/reference.store.js';
import type { ResourceUser } from '../../configuration/resource.errors.js';
import type { ResourceKind } from '../../configuration/resource.kind.js';
import type { Tx } from '../../platform/database.js';
import type { Fault } from '../../platform/fault.js';
import type { PoolBody } from '../../routing/pool.dto.js';
import { PoolEntity } from '../../routing/pool.entity.js';
import { replaceMembers } from '../../routing/roster.store.js';
import { ROUTING_ID } from '../../routing/rulebook.js';

const USERS = `
  with rulebook as (select body from routing_rulebook order by version desc limit 1)
  select 'routing rule' as kind, $2::uuid as id, rule->>'name' as name
    from rulebook, jsonb_array_elements(body->'rules') as rule where rule->'assign'->>'poolId' = $1::text
  union all select 'routing', $2, 'fallback' from rulebook where body->'fallback'->>'poolId' = $1::text
  union all select 'pool', id, name from pool where fallback_pool_id = $1::uuid
  union all select 'lead', (array_agg(lead.id order by lead.id))[1], count(*) || case when count(*) = 1 then ' open lead' else ' open leads' end
              from assignment join lead on lead.id = assignment.lead_id
             where assignment.until_at is null and $1::uuid in (lead.pool_id, assignment.pool_id) and status = 'open'
            having count(*) > 0`;

/** The pools that leads of one pool fall back to. A ring that is there already would end it too. */
const FALLBACKS = `
  with recursive line as (
    select id, fallback_pool_id from pool where id = $1
    union select pool.id, pool.fallback_pool_id from pool join line on pool.id = line.fallback_pool_id)
  select 1 from line where id = $2`;

export const POOL: ResourceKind<PoolEntity, PoolBody> = {
  kind: 'pool',
  entity: PoolEntity,
  fields: ['name', 'strategy', 'members', 'calendarId', 'offHours', 'fallbackPoolId'],
  unique: 'name',
  check,
  afterWrite: (tx, id, { members }, now) => replaceMembers(tx, id, members, now),
  usersOf: async (tx, id) => (await tx.query<ResourceUser>(USERS, [id, ROUTING_ID])).rows,
};

async function check(tx: Tx, { members, calendarId, fallbackPoolId }: PoolBody, id: string | null): Promise<Fault[]> {
  const reps = referencesIn(
    '/members',
    members.map(({ repId }) => repId),
    '/repId',
  );
  return [
    ...(await faultsOfReferences(tx, 'rep', reps)),
    ...faultsOfRepeats(reps),
    ...(await faultsOfReferences(tx, 'calendar', referenceAt('/calendarId', calendarId))),
    ...(await faultsOfFallback(tx, fallbackPoolId, id)),
  ];
}

async function faultsOfFallback(tx: Tx, fallbackPoolId: string | undefined, id: string | null): Promise<Fault[]> {
  const pointer = '/fallbackPoolId';
  if (fallbackPoolId === undefined) return [];
  const unknown = await faultsOfReferences(tx, 'pool', [{ pointer, id: fallbackPoolId }]);
  if (unknown.length > 0 || id === null) return unknown;
  const { count } = await tx.query(FALLBACKS, [fallbackPoolId, id]);
  return count === 0
    ? []
    : [{ pointer, code: 'cycle', message: 'No pool falls back to itself: that one is this, or falls back to it.' }];
}
