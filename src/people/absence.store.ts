import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';
import type { AbsenceEntity } from './absence.entity.js';

const COLUMNS = `id, rep_id as "repId", from_at as "fromAt", to_at as "toAt", reason, open_leads as "openLeads",
  created_at as "createdAt"`;

@Injectable()
export class AbsenceStore {
  constructor(private readonly database: Database) {}

  async insert(tx: Sql, absence: AbsenceEntity): Promise<void> {
    const { id, repId, fromAt, toAt, reason, openLeads, createdAt } = absence;
    await tx.query(
      `insert into absence (id, rep_id, from_at, to_at, reason, open_leads, created_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, repId, toIso(fromAt), toIso(toAt), reason, openLeads, toIso(createdAt)],
    );
  }

  async find(repId: string, id: string, sql: Sql = this.database): Promise<AbsenceEntity | undefined> {
    const { rows } = await sql.query<AbsenceEntity>(`select ${COLUMNS} from absence where rep_id = $1 and id = $2`, [
      repId,
      id,
    ]);
    return rows[0];
  }

  /** A rep's absences in the order in which they begin, after a position. */
  async readPage(repId: string, after: { from: Instant; id: string } | null, limit: number): Promise<AbsenceEntity[]> {
    const { rows } = await this.database.query<AbsenceEntity>(
      `select ${COLUMNS} from absence
        where rep_id = $1 and ($2::timestamptz is null or (from_at, id) > ($2, $3::uuid))
        order by from_at, id limit $4`,
      [repId, after && toIso(after.from), after?.id ?? null, limit],
    );
    return rows;
  }

  /** How many of a rep's absences end after an instant. */
  async countAfter(tx: Sql, repId: string, at: Instant): Promise<number> {
    const { rows } = await tx.query<{ count: number }>(
      'select count(*)::int as count from absence where rep_id = $1 and to_at > $2',
      [repId, toIso(at)],
    );
    return rows[0]!.count;
  }

  /** Its timers go with it. @returns what was deleted */
  async delete(tx: Sql, repId: string, id: string): Promise<AbsenceEntity | undefined> {
    const { rows } = await tx.query<AbsenceEntity>(
      `delete from absence where rep_id = $1 and id = $2 returning ${COLUMNS}`,
      [repId, id],
    );
    return rows[0];
  }
}
