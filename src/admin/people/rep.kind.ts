import type { ResourceKind } from '../../configuration/resource.kind.js';
import { countedUsers, type UsersQuestion } from '../../configuration/users.store.js';
import { deleteNewsOf } from '../../notifications/news-of-acts.store.js';
import { deleteNotificationsOf } from '../../notifications/notification.store.js';
import type { RepBody } from '../../people/rep.dto.js';
import { lockAgainstKeys, readPeopleAround, readZones, replaceRefs } from '../../people/rep.store.js';
import { REPS, type RepRow } from '../../people/rep.table.js';
import type { Sql } from '../../platform/sql/database.js';
import { isoOrNull } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import { beginLoads } from '../../routing/deciding/roster.store.js';
import { RULEBOOKS } from '../../routing/rules/rulebook.store.js';
import { LEADS_BY_VERSION } from './leads-by-version.store.js';

/** Past leads, touches and keys, even revoked ones, keep a rep from being deleted. Such a rep is set inactive. */
const USERS: readonly UsersQuestion[] = [
  { kind: 'pool', select: 'pool.id, pool.name from pool join pool_member on pool_id = pool.id where rep_id = $1' },
  {
    kind: 'team',
    select: `team.id, team.name from team
      where manager_id = $1 or exists (select 1 from team_member where team_id = team.id and rep_id = $1)`,
  },
  { kind: 'rep', select: 'id, name from rep where manager_id = $1' },
  {
    kind: 'routing rule',
    select: `null::uuid, rule->>'name' || said from ${RULEBOOKS}, jsonb_array_elements(body->'rules') as rule
      where $1::text in (rule->'assign'->>'repId', rule->'assign'->'otherwise'->>'repId')`,
  },
  {
    kind: 'routing',
    select: `null::uuid, 'queue owner' || said from ${RULEBOOKS} where body->'fallback'->>'queueOwnerId' = $1::text`,
  },
  { kind: 'queue', select: 'id, name from queue where owner_rep_id = $1' },
  { kind: 'settings', select: `null::uuid, 'settings' from settings where $1 = any (alerts_to)` },
  {
    kind: 'policy',
    select: `id, name from sla_policy
      where jsonb_path_exists(to_jsonb(sla_policy), '$.**.repId ? (@ == $rep)', jsonb_build_object('rep', $1::text))`,
  },
  {
    kind: 'key',
    select: `id, name || case when revoked_at is null then '' else ' (revoked)' end from api_key where rep_id = $1`,
  },
  countedUsers(
    'lead',
    'lead',
    'select lead_id from assignment where rep_id = $1 union select lead_id from touch where rep_id = $1',
    ' of theirs, now or earlier',
  ),
  LEADS_BY_VERSION,
];

export const REP: ResourceKind<RepRow, RepBody> = {
  kind: 'rep',
  table: REPS,
  fields: ['name', 'email', 'refs', 'timeZone', 'calendarId', 'managerId', 'active', 'skills', 'capacity'],
  check: async (tx, body, id) => (await readPeopleAround(tx, body)).faultsOf(body, id),
  initial: async () => ({ available: true, unavailableUntil: null }),
  afterWrite: async (tx, id, body) => {
    await replaceRefs(tx, [{ id, body }]);
    await beginLoads(tx, [id]);
  },
  // A rep who never had a lead may still have been notified of those of others.
  beforeRemove: async (tx, id) => {
    await deleteNotificationsOf(tx, [id]);
    await deleteNewsOf(tx, [id]);
  },
  lock: lockAgainstKeys,
  shows,
  users: USERS,
  insteadOfRemoving: 'Make the rep inactive instead: PUT with `"active": false`.',
};

/** Returns each rep's availability and effective time zone, which may be that of their calendar. */
async function shows(sql: Sql, rows: readonly RepRow[]): Promise<object[]> {
  const zones = await readZones(sql, pluck(rows, 'id'));
  return rows.map(({ id, available, unavailableUntil }) => ({
    timeZone: zones.get(id)!,
    available,
    ...(unavailableUntil !== null && { unavailableUntil: isoOrNull(unavailableUntil) }),
  }));
}
