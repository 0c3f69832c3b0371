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
