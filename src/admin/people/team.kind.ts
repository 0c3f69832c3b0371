import { faultsOfReferences, faultsOfRepeats, referenceAt, referencesIn } from '../../configuration/reference.store.js';
import type { ResourceKind } from '../../configuration/resource.kind.js';
import type { TeamBody } from '../../people/team.dto.js';
import { TeamEntity } from '../../people/team.entity.js';
import type { Tx } from '../../platform/database.js';
import type { Fault } from '../../platform/fault.js';

export const TEAM: ResourceKind<TeamEntity, TeamBody> = {
  kind: 'team',
  entity: TeamEntity,
  fields: ['name', 'managerId', 'repIds', 'calendarId'],
  unique: 'name',
  check,
  afterWrite: keepMembers,
  usersOf: async () => [],
};

async function check(tx: Tx, { managerId, repIds, calendarId }: TeamBody): Promise<Fault[]> {
  const members = referencesIn('/repIds', repIds);
  return [
    ...(await faultsOfReferences(tx, 'rep', [...referenceAt('/managerId', managerId), ...members])),
    ...faultsOfRepeats(members),
    ...(await faultsOfReferences(tx, 'calendar', referenceAt('/calendarId', calendarId))),
  ];
}

async function keepMembers(tx: Tx, id: string, { repIds }: TeamBody): Promise<void> {
  await tx.query('delete from team_member where team_id = $1', [id]);
  await tx.query(
    `insert into team_member (team_id, rep_id, position)
     select $1, rep_id, position - 1 from unnest($2::uuid[]) with ordinality as new (rep_id, position)`,
    [id, repIds],
  );
}
