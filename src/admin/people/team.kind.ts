import type { ResourceKind } from '../../configuration/resource.kind.js';
import {
  faultsOfReferences,
  faultsOfRepeats,
  referenceAt,
  referencesIn,
} from '../../configuration/resource-page.store.js';
import type { UsersQuestion } from '../../configuration/users.store.js';
import { replaceMembers as replaceTeamMembers } from '../../people/absence.store.js';
import type { TeamBody } from '../../people/rep.dto.js';
import { TEAMS, type TeamRow } from '../../people/team.table.js';
import type { Fault } from '../../platform/input/fault.js';
import type { Tx } from '../../platform/sql/database.js';
import { readPoolsOfTeam, replaceMembers } from '../../routing/deciding/roster.store.js';
import { LEADS_BY_VERSION } from './leads-by-version.store.js';

const USERS: readonly UsersQuestion[] = [
  {
    kind: 'policy',
    select: `id, name from sla_policy
      where jsonb_path_exists(to_jsonb(sla_policy), '$.**.teamId ? (@ == $team)', jsonb_build_object('team', $1::text))
      order by position`,
  },
  { kind: 'pool', select: `id, name from pool where members @> jsonb_build_object('teamId', $1::text)` },
  LEADS_BY_VERSION,
];

export const TEAM: ResourceKind<TeamRow, TeamBody> = {
  kind: 'team',
  table: TEAMS,
  fields: ['name', 'managerId', 'repIds', 'calendarId'],
  unique: 'name',
  check,
  afterWrite: async (tx, id, { repIds }, now) => {
    await replaceTeamMembers(tx, id, repIds);
    for (const poolId of await readPoolsOfTeam(tx, id)) await replaceMembers(tx, poolId, repIds, now);
  },
  users: USERS,
};

async function check(tx: Tx, { managerId, repIds, calendarId }: TeamBody): Promise<Fault[]> {
  const members = referencesIn('/repIds', repIds);
  return [
    ...(await faultsOfReferences(tx, 'rep', [...referenceAt('/managerId', managerId), ...members])),
    ...faultsOfRepeats(members),
    ...(await faultsOfReferences(tx, 'calendar', referenceAt('/calendarId', calendarId))),
  ];
}
