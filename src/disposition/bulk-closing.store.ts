import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';

/** A closing of many leads at once. */
export interface BulkClosing {
  readonly id: string;
  readonly madeAt: Instant;
  readonly actorType: string;
  readonly actorId: string | null;
}

@Injectable()
export class BulkClosingStore {
  /** Once, however often it is asked for. */
  async insert(tx: Sql, { id, madeAt, actorType, actorId }: BulkClosing): Promise<void> {
    await tx.query(
      'insert into bulk_closing (id, made_at, actor_type, actor_id) values ($1, $2, $3, $4) on conflict do nothing',
      [id, toIso(madeAt), actorType, actorId],
    );
  }

  async find(sql: Sql, id: string): Promise<BulkClosing | undefined> {
    const { rows } = await sql.query<BulkClosing>(
      `select id, made_at as "madeAt", actor_type as "actorType", actor_id as "actorId" from bulk_closing where id = $1`,
      [id],
    );
    return rows[0];
  }

  /** Which disposition it gave each lead, by lead. */
  async readClosed(sql: Sql, id: string): Promise<Map<string, string>> {
    const { rows } = await sql.query<{ leadId: string; id: string }>(
      `select lead_id as "leadId", id from disposition where bulk_id = $1 order by lead_id`,
      [id],
    );
    return new Map(rows.map((row) => [row.leadId, row.id]));
  }
}
