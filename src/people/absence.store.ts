import { Injectable } from '@nestjs/common';
import { insertInto, valuesOf } from '../platform/sql/columns.js';
import { Database, type Sql } from '../platform/sql/database.js';
import { selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { ABSENCE, type AbsenceRow } from './absence.table.js';

const INSERT = insertInto('absence', ABSENCE.columns());
const COLUMNS = selectList(ABSENCE.columns());

@Injectable()
export class AbsenceStore {
  constructor(private readonly database: Database) {}

  async insert(tx: Sql, absence: AbsenceRow): Promise<void> {
    await tx.query(INSERT, valuesOf([absence], ABSENCE.columns()));
  }

  find(repId: string, id: string, sql: Sql = this.database): Promise<AbsenceRow | undefined> {
    return sql.row(`select ${COLUMNS} from absence where rep_id = $1 and id = $2`, [repId, id]);
  }

  readPage(repId: string, after: { from: Instant; id: string } | null, limit: number): Promise<AbsenceRow[]> {
    return this.database.rows(
      `select ${COLUMNS} from absence
        where rep_id = $1 and ($2::timestamptz is null or (from_at, id) > ($2, $3::uuid))
        order by from_at, id limit $4`,
      [repId, after && toIso(after.from), after?.id ?? null, limit],
    );
  }

  countAfter(tx: Sql, repId: string, at: Instant): Promise<number> {
    return tx.value('select count(*)::int as count from absence where rep_id = $1 and to_at > $2', [repId, toIso(at)]);
  }

  /** Deletes an absence; its timers are deleted with it. @returns the deleted row */
  delete(tx: Sql, repId: string, id: string): Promise<AbsenceRow | undefined> {
    return tx.row(`delete from absence where rep_id = $1 and id = $2 returning ${COLUMNS}`, [repId, id]);
  }
}

export async function replaceMembers(tx: Sql, teamId: string, repIds: readonly string[]): Promise<void> {
  await tx.query('delete from team_member where team_id = $1', [teamId]);
  await tx.query(
    `insert into team_member (team_id, rep_id, position)
     select $1, rep_id, position - 1 from unnest($2::uuid[]) with ordinality as new (rep_id, position)`,
    [teamId, repIds],
  );
}

export async function readStaffing(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, { name: string; isStaffed: boolean }>> {
  const rows = await sql.rowsOf<{ id: string; name: string; isStaffed: boolean }>(
    `select id, name, exists (select 1 from team_member join rep on rep.id = rep_id
                               where team_id = team.id and active) as "isStaffed"
       from team where id = any ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map(({ id, ...team }) => [id, team]));
}
