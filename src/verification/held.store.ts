import type { Sql } from '../platform/database.js';
import type { Instant } from '../platform/instant.js';
import { OWNED_TYPES, type OwnedType, SUBJECT_COLUMNS } from '../vocabulary/subjects.js';
import type { Held } from './differences.js';
import { keyOf } from './replay.js';
import type { Between } from './slice.js';
import { type Fields, type Kept, keep, noRows } from './story.js';

/** As events have it. */
const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** For each kind of subject: its own row, as far as the ledger tells of it. */
const SUBJECT_ROWS: Readonly<Record<OwnedType, string>> = {
  lead: `select id, id as of, event_seq as "lastSeq", received_at as "madeAt", status, owner_id as "ownerId", cycle, reassignments,
      case waiting when 'queue' then ${iso('waiting_since')} end as "queuedSince", disposition_id as "dispositionId",
      erased_at is not null as "isErased"
    from lead where id > $1 and id <= $2`,
  handoff: `select id, id as of, event_seq as "lastSeq", created_at as "madeAt", state, giver_rep_id as "giverRepId",
      form_version as "formVersion", ${iso('client_told_at')} as "clientToldAt", client_told_touch_id as "clientToldTouchId", 1 as cycle
    from handoff where id > $1 and id <= $2`,
};

/** The rows that are about it: those of every kind, and what only leads have. */
const ROWS_ABOUT: Readonly<Record<OwnedType, Readonly<Partial<Record<Kept, string>>>>> = {
  lead: {
    ...rowsOfOwned('lead'),
    disposition: `select id, lead_id as of, category, reason, intent, cycle,
        exists (select from disposition as reversal where reversal.supersedes = disposition.id and reversal.kind = 'reversed') as "isReversed"
      from disposition where kind <> 'reversed' and lead_id > $1 and lead_id <= $2`,
    touch: `select id, lead_id as of, rep_id as "repId", kind, direction, outcome, ${iso('occurred_at')} as "occurredAt", automated,
        voided_at is not null as "isVoided"
      from touch where lead_id > $1 and lead_id <= $2`,
  },
  handoff: {
    ...rowsOfOwned('handoff'),
    receiver: `select handoff_id || ' ' || name as id, handoff_id as of, owner_rep_id as "repId", state, returns, replace(checked::text, ' ', '') as checked,
        ${iso('scheduled_at')} as "scheduledAt", ${iso('begun_at')} as "begunAt"
      from handoff_receiver where handoff_id > $1 and handoff_id <= $2`,
    question: `select id, handoff_id as of, number, to_rep_id as "toRepId", answered_at is not null as "isAnswered"
      from handoff_question where handoff_id > $1 and handoff_id <= $2`,
    blocker: `select id, handoff_id as of, owner_rep_id as "ownerRepId", ${iso('due_at')} as "dueAt", resolved_at is not null as "isResolved"
      from handoff_blocker where handoff_id > $1 and handoff_id <= $2`,
  },
};

function rowsOfOwned(type: OwnedType): Partial<Record<Kept, string>> {
  const column = SUBJECT_COLUMNS[type];
  return {
    clock: `select id, ${column} as of, kind, owner_id as "repId", cycle, step, state, ${iso('opens_at')} as "opensAt",
        ${iso('due_at')} as "dueAt", ${iso('paused_at')} as "pausedAt", 
        case when paused_at is not null then ${iso('resumes_at')} end as "resumesAt",
        ${iso('acknowledged_at')} as "acknowledgedAt", ${iso('met_at')} as "metAt", ${iso('breached_at')} as "breachedAt",
        ${iso('struck_miss_at')} as "struckBreachAt"
      from clock where ${column} > $1 and ${column} <= $2`,
    assignment: `select id, ${column} as of, rep_id as "repId", pool_id as "poolId", rule, cause, cycle,
        ${iso('from_at')} as "fromAt", ${iso('until_at')} as "untilAt"
      from assignment where ${column} > $1 and ${column} <= $2`,
  };
}

type Row = Fields & { readonly id: string; readonly of: string };

/** What the tables hold of subjects, as far as the ledger tells of it. */
export class HeldStore {
  /** By the names of the subjects. */
  async read(sql: Sql, between: Between): Promise<Map<string, Held>> {
    const found = new Map<string, Held>();
    for (const type of OWNED_TYPES) {
      await this.readSubjects(sql, type, between, found);
      for (const [kept, text] of Object.entries(ROWS_ABOUT[type])) {
        const { rows } = await sql.query<Row>(text, [between.after, between.through]);
        for (const { id, of, ...fields } of rows)
          keep(found.get(keyOf({ subjectType: type, subjectId: of }))!.rows, kept as Kept, id, fields);
      }
    }
    return found;
  }

  private async readSubjects(
    sql: Sql,
    subjectType: OwnedType,
    { after, through }: Between,
    found: Map<string, Held>,
  ): Promise<void> {
    const { rows } = await sql.query<Row & { lastSeq: number; madeAt: Instant }>(SUBJECT_ROWS[subjectType], [
      after,
      through,
    ]);
    for (const { id, of: subjectId, lastSeq, madeAt, ...fields } of rows) {
      const held: Held = { subjectType, subjectId, lastSeq, madeAt, rows: noRows() };
      keep(held.rows, 'subject', id, fields);
      found.set(keyOf(held), held);
    }
  }
}
