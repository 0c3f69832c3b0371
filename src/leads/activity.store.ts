import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';

export interface TouchRow {
  readonly id: string;
  readonly leadId: string;
  readonly cycle: number;
  readonly repId: string | null;
  readonly kind: string;
  readonly direction: 'outbound' | 'inbound';
  readonly outcome: string;
  readonly occurredAt: Instant;
  readonly durationSeconds: number | null;
  readonly automated: boolean;
  readonly note: string | null;
  readonly externalId: string | null;
  readonly recordedAt: Instant;
}

export interface MilestoneRow {
  readonly id: string;
  readonly leadId: string;
  readonly cycle: number;
  readonly name: 'qualified' | 'opportunity' | 'won';
  readonly occurredAt: Instant;
  readonly amount: string | null;
  readonly currency: string | null;
  readonly recordedAt: Instant;
}

const TOUCH_COLUMNS = `id, lead_id as "leadId", cycle, rep_id as "repId", kind, direction, outcome,
  occurred_at as "occurredAt", duration_seconds as "durationSeconds", automated, note, external_id as "externalId",
  recorded_at as "recordedAt"`;

/** What was done about leads: touches and milestones. */
@Injectable()
export class ActivityStore {
  async insertTouch(tx: Sql, touch: TouchRow): Promise<void> {
    await tx.query(
      `insert into touch (id, lead_id, cycle, rep_id, kind, direction, outcome, occurred_at, duration_seconds, automated,
                          note, external_id, recorded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        touch.id,
        touch.leadId,
        touch.cycle,
        touch.repId,
        touch.kind,
        touch.direction,
        touch.outcome,
        toIso(touch.occurredAt),
        touch.durationSeconds,
        touch.automated,
        touch.note,
        touch.externalId,
        toIso(touch.recordedAt),
      ],
    );
  }

  async findTouchById(sql: Sql, id: string): Promise<TouchRow | undefined> {
    const { rows } = await sql.query<TouchRow>(`select ${TOUCH_COLUMNS} from touch where id = $1`, [id]);
    return rows[0];
  }

  async findTouch(sql: Sql, leadId: string, externalId: string): Promise<TouchRow | undefined> {
    const { rows } = await sql.query<TouchRow>(
      `select ${TOUCH_COLUMNS} from touch where lead_id = $1 and external_id = $2`,
      [leadId, externalId],
    );
    return rows[0];
  }

  /** How often somebody has tried to reach the lead: outbound, by a person. */
  async countAttempts(sql: Sql, leadId: string): Promise<number> {
    const { rows } = await sql.query<{ attempts: number }>(
      `select count(*)::int as attempts from touch where lead_id = $1 and direction = 'outbound' and not automated`,
      [leadId],
    );
    return rows[0]!.attempts;
  }

  async insertMilestone(tx: Sql, milestone: MilestoneRow): Promise<void> {
    await tx.query(
      `insert into milestone (id, lead_id, cycle, name, occurred_at, amount, currency, recorded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        milestone.id,
        milestone.leadId,
        milestone.cycle,
        milestone.name,
        toIso(milestone.occurredAt),
        milestone.amount,
        milestone.currency,
        toIso(milestone.recordedAt),
      ],
    );
  }
}
