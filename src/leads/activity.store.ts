import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';
import { cutPage, PAGE_WEIGHT_MAX, type Weighed } from '../platform/page.js';

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
  /** Whether it is contact in the sense of its cycle's policy. */
  readonly counts: boolean;
  readonly note: string | null;
  readonly externalId: string | null;
  readonly recordedAt: Instant;
  /** Who reported it. */
  readonly actorType: 'key' | 'rep';
  readonly actorId: string;
}

/** One that has not been judged yet. */
export type ReportedTouch = Omit<TouchRow, 'counts'>;

/** A touch beside the clocks of its cycle. */
export interface TouchOfList extends TouchRow {
  /** Whether an owner's clock of first touch ended with it; null where no such clock ran. */
  readonly firstTouch: boolean | null;
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
  occurred_at as "occurredAt", duration_seconds as "durationSeconds", automated, counts, note, external_id as "externalId",
  recorded_at as "recordedAt", actor_type as "actorType", actor_id as "actorId"`;

/** As a clock takes it: a sender's clock may run ahead. */
const TAKEN_AT = 'least(occurred_at, recorded_at)';
/** Of two at one instant, the one that was reported first has ended the clock. */
const FIRST_TOUCH = `(
  select counts and coalesce(bool_or(met_at = ${TAKEN_AT} and not exists (
           select 1 from touch as other
            where other.lead_id = clock.lead_id and other.cycle = clock.cycle and other.counts
              and least(other.occurred_at, other.recorded_at) = met_at
              and (other.recorded_at, other.id) < (touch.recorded_at, touch.id))), false)
    from clock where clock.lead_id = touch.lead_id and clock.cycle = touch.cycle and clock.kind = 'firstTouch'
  having count(*) > 0)`;
/** What the rest of a touch weighs on a page, beside its note. */
const TOUCH_WEIGHT = 500;

/** What was done about leads: touches and milestones. */
@Injectable()
export class ActivityStore {
  async insertTouch(tx: Sql, touch: TouchRow): Promise<void> {
    await tx.query(
      `insert into touch (id, lead_id, cycle, rep_id, kind, direction, outcome, occurred_at, duration_seconds, automated,
                          counts, note, external_id, recorded_at, actor_type, actor_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
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
        touch.counts,
        touch.note,
        touch.externalId,
        toIso(touch.recordedAt),
        touch.actorType,
        touch.actorId,
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

  /**
   * The touches of a lead in the order in which they happened, after a position; a page of long notes ends early.
   * @returns them, and whether there are more
   */
  async readPage(
    sql: Sql,
    leadId: string,
    after: { readonly at: Instant; readonly id: string } | null,
    limit: number,
  ): Promise<{ taken: readonly TouchOfList[]; hasMore: boolean }> {
    const { rows } = await sql.query<TouchOfList & Weighed>(
      `select ${TOUCH_COLUMNS}, ${FIRST_TOUCH} as "firstTouch",
              ${TOUCH_WEIGHT} + coalesce(octet_length(note), 0) as weight
         from touch
        where lead_id = $1 and ($2::timestamptz is null or (occurred_at, id) > ($2, $3::uuid))
        order by occurred_at, id limit $4`,
      [leadId, after && toIso(after.at), after?.id ?? null, limit + 1],
    );
    return cutPage(rows, limit, PAGE_WEIGHT_MAX);
  }

  /** What was noted of touches, by touch. */
  async readNotes(sql: Sql, touchIds: readonly string[]): Promise<Map<string, string>> {
    const { rows } = await sql.query<{ id: string; note: string }>(
      'select id, note from touch where id = any ($1::uuid[]) and note is not null',
      [touchIds],
    );
    return new Map(rows.map(({ id, note }) => [id, note]));
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
