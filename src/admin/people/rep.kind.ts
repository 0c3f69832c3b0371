import { counted } from '../../configuration/counted.js';
import type { ResourceUser } from '../../configuration/resource.errors.js';
import type { ResourceKind } from '../../configuration/resource.kind.js';
import { deleteNotificationsOf } from '../../notifications/notification.store.js';
import type { RepBody } from '../../people/rep.dto.js';
import { readPeopleAround, readZones, replaceRefs } from '../../people/rep.store.js';
import { RepEntity } from '../../people/rep.table.js';
import type { Sql } from '../../platform/database.js';
import { isoOrNull } from '../../platform/instant.js';
import { beginLoads } from '../../routing/roster.store.js';
import { USERS_BY_VERSION } from './pinned-versions.js';

/** Who has had a lead, or a key even if it is revoked, stays: what they did names them. Such a rep is set inactive. */
const USERS = `
  with rulebook as (select body from routing_rulebook order by version desc limit 1)
  select 'pool' as kind, pool.id, pool.name from pool join pool_member on pool_id = pool.id where rep_id = $1
  union all select 'team', team.id, team.name from team
             where manager_id = $1 or exists (select 1 from team_member where team_id = team.id and rep_id = $1)
  union all select 'rep', id, name from rep where manager_id = $1
  union all select 'routing rule', null, rule->>'name' from rulebook, jsonb_array_elements(body->'rules') as rule
             where rule->'assign'->>'repId' = $1::text
  union all select 'routing', null, 'queue owner' from rulebook where body->'fallback'->>'queueOwnerId' = $1::text
  union all select 'settings', null, 'settings' from settings where $1 = any (alerts_to)
  union all select 'policy', id, name from sla_policy
             where jsonb_path_exists(to_jsonb(sla_policy), '$.**.repId ? (@ == $rep)', jsonb_build_object('rep', $1::text))
  union all select 'handoffKind', id, name from handoff_kind
             where escalation->>'deciderRepId' = $1::text
                or receivers @> jsonb_build_array(jsonb_build_object('ownerOfDoneRepId', $1::text))
  union all select 'key', id, name || case when revoked_at is null then '' else ' (revoked)' end
              from api_key where rep_id = $1
  union all select 'lead', (array_agg(lead_id order by lead_id))[1], ${counted('lead')} || ' of theirs, now or earlier'
              from (select lead_id from assignment where rep_id = $1
                    union select lead_id from touch where rep_id = $1) as had
            having count(*) > 0
  union all select 'account', (array_agg(id order by id))[1], ${counted('account')} || ' of theirs'
              from account where owner_rep_id = $1 having count(*) > 0
  union all select 'deal', (array_agg(id order by id))[1], ${counted('deal')} || ' of theirs'
              from deal where owner_rep_id = $1 having count(*) > 0
  union all select 'handoff', (array_agg(id order by id))[1], ${counted('handoff')} || ' that they gave, received, or made an exception of'
              from (select id from handoff where giver_rep_id = $1 or exception_decider_rep_id = $1
                    union select handoff_id from handoff_receiver where owner_rep_id = $1
                    union select handoff_id from handoff_question where to_rep_id = $1
                    union select handoff_id from handoff_blocker where owner_rep_id = $1) as theirs
            having count(*) > 0
  union all (${USERS_BY_VERSION})`;

export const REP: ResourceKind<RepEntity, RepBody> = {
  kind: 'rep',
  entity: RepEntity,
  fields: ['name', 'email', 'refs', 'timeZone', 'calendarId', 'managerId', 'active', 'capacity'],
  check: async (tx, body, id) => (await readPeopleAround(tx, body)).faultsOf(body, id),
  initial: async () => ({ available: true, unavailableUntil: null }),
  afterWrite: async (tx, id, body) => {
    await replaceRefs(tx, [{ id, body }]);
    await beginLoads(tx, [id]);
  },
  // Somebody who never had a lead may yet have been told of others'.
  beforeRemove: deleteNotificationsOf,
  shows,
  usersOf: async (tx, id) => (await tx.query<ResourceUser>(USERS, [id])).rows,
};

/** Whether they take leads just now; and the zone that holds for them, which follows their calendar where they have none. */
async function shows(sql: Sql, rows: readonly RepEntity[]): Promise<object[]> {
  const zones = await readZones(
    sql,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, available, unavailableUntil }) => ({
    timeZone: zones.get(id)!,
    available,
    ...(unavailableUntil !== null && { unavailableUntil: isoOrNull(unavailableUntil) }),
  }));
}
