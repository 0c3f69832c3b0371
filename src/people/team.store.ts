import type { Sql } from '../platform/database.js';

/** The reps of a team, in their order. */
export async function replaceMembers(tx: Sql, teamId: string, repIds: readonly string[]): Promise<void> {
  await tx.query('delete from team_member where team_id = $1', [teamId]);
  await tx.query(
    `insert into team_member (team_id, rep_id, position)
     select $1, rep_id, position - 1 from unnest($2::uuid[]) with ordinality as new (rep_id, position)`,
    [teamId, repIds],
  );
}

/** Of teams, whether anybody in them is active. */
export async function readStaffing(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, { name: string; isStaffed: boolean }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql.query<{ id: string; name: string; isStaffed: boolean }>(
    `select id, name, exists (select 1 from team_member join rep on rep.id = rep_id
                               where team_id = team.id and active) as "isStaffed"
       from team where id = any ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, ...team }) => [id, team]));
}
