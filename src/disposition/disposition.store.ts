import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';

export interface DispositionRow {
  readonly id: string;
  readonly kind: 'disposed' | 'reversed';
  readonly supersedes: string | null;
  readonly leadId: string;
  readonly cycle: number;
  readonly category: string;
  readonly reason: string;
  readonly label: string;
  readonly intent: string;
  readonly note: string | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly attempts: number;
  readonly decidedAt: Instant;
  readonly actorType: string;
  readonly actorId: string | null;
}

const COLUMNS = `id, kind, supersedes, lead_id as "leadId", cycle, category, reason, label, intent, note, fields, attempts,
  decided_at as "decidedAt", actor_type as "actorType", actor_id as "actorId"`;

@Injectable()
export class DispositionStore {
  async insert(tx: Sql, row: DispositionRow): Promise<void> {
    await tx.query(
      `insert into disposition (id, kind, supersedes, lead_id, cycle, category, reason, label, intent, note, fields,
                                attempts, decided_at, actor_type, actor_id, epoch)
       select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, epoch from feed_epoch`,
      [
        row.id,
        row.kind,
        row.supersedes,
        row.leadId,
        row.cycle,
        row.category,
        row.reason,
        row.label,
        row.intent,
        row.note,
        JSON.stringify(row.fields),
        row.attempts,
        toIso(row.decidedAt),
        row.actorType,
        row.actorId,
      ],
    );
  }

  async readMany(sql: Sql, ids: readonly string[]): Promise<Map<string, DispositionRow>> {
    if (ids.length === 0) return new Map();
    const { rows } = await sql.query<DispositionRow>(`select ${COLUMNS} from disposition where id = any ($1::uuid[])`, [
      ids,
    ]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}
