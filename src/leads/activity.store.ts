import { Injectable } from '@nestjs/common';
import { cutPage, PAGE_WEIGHT_MAX, type WeighedRow } from '../platform/http/page.js';
import { Turns } from '../platform/running/turns.js';
import { columnsFor, inputRows, insertInto, valuesOf } from '../platform/sql/columns.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { type Row, selectList } from '../platform/sql/table.js';
import type { CallerType } from '../platform/values/actor.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { portionsOf } from '../platform/values/group.js';
import { CONTACT_OUTCOMES } from '../vocabulary/touch-kinds.js';
import { TOUCH } from './activity.table.js';
import { type TouchKey, touchKey } from './touch.js';

const VOIDED = ['voidedAt', 'voidReason', 'voidedByType', 'voidedBy'] as const;

export interface TouchRow extends Omit<Row<typeof TOUCH>, (typeof VOIDED)[number]> {
  /** Set if the touch was taken back; null while it is valid. */
  readonly voided: {
    readonly at: Instant;
    readonly reason: string;
    readonly by: { readonly type: CallerType; readonly id: string };
  } | null;
}

export type UnjudgedTouch = Omit<TouchRow, 'counts' | 'voided'>;

type TouchId = Pick<TouchRow, 'id' | 'leadId'>;

/** A touch with its effect on the clocks of its cycle. */
export interface TouchOfList extends TouchRow {
  /** Whether this touch ended an owner's first-touch clock; null if no such clock ran. */
  readonly firstTouch: boolean | null;
}

const NEW = TOUCH.without(...VOIDED);
const TOUCH_COLUMNS = `${selectList(NEW)},
  case when voided_at is not null then json_build_object('at', (extract(epoch from voided_at) * 1000)::bigint,
    'reason', void_reason, 'by', json_build_object('type', voided_by_type, 'id', voided_by)) end as voided`;

const INSERT_TOUCHES = insertInto('touch', NEW);
/** The characters that one statement inserts at most, so that long notes are not serialized in one go. */
const PORTION_LENGTH = 1024 * 1024;

const keyed = columnsFor<TouchKey>();
const TOUCH_KEY = [keyed.uuid('lead_id', ({ leadId }) => leadId), keyed.text('external_id', (key) => key.externalId)];
/** By what touches without an id elsewhere are alike. */
export type Likeness = Pick<TouchRow, 'leadId' | 'kind' | 'direction' | 'outcome' | 'occurredAt'>;
const likened = columnsFor<Likeness>();
const LIKENESS = [
  likened.uuid('lead_id', ({ leadId }) => leadId),
  likened.text('kind', ({ kind }) => kind),
  likened.text('direction', ({ direction }) => direction),
  likened.text('outcome', ({ outcome }) => outcome),
  likened.instant('occurred_at', ({ occurredAt }) => occurredAt),
];

/** The instant that a clock counts: a sender's clock may run ahead of ours. */
const TAKEN_AT = 'least(occurred_at, recorded_at)';
/** Of two touches at the same instant, the one that was recorded first ended the clock. */
const FIRST_TOUCH = `(
  select counts and coalesce(bool_or(met_at = ${TAKEN_AT} and not exists (
           select 1 from touch as other
            where other.lead_id = clock.lead_id and other.cycle = clock.cycle and other.counts
              and least(other.occurred_at, other.recorded_at) = met_at
              and (other.recorded_at, other.id) < (touch.recorded_at, touch.id))), false)
    from clock where clock.lead_id = touch.lead_id and clock.cycle = touch.cycle and clock.kind = 'firstTouch'
  having count(*) > 0)`;
/** The weight of a touch on a page, in characters, without its note. */
const TOUCH_WEIGHT = 500;

interface NotedTouch extends Pick<TouchRow, 'leadId' | 'occurredAt' | 'kind'> {
  readonly note: string;
}

/** Work on a lead; `repId` is null if it is not known whose. */
export interface WorkOnLead {
  readonly leadId: string;
  readonly repId: string | null;
  readonly at: Instant;
}

@Injectable()
export class ActivityStore {
  /** Sends the inserts without waiting for their results. */
  async sendTouches(tx: Tx, touches: readonly TouchRow[]): Promise<void> {
    const turns = new Turns();
    for (const portion of portionsOf(touches, lengthOf, PORTION_LENGTH)) {
      tx.send(tx.query(INSERT_TOUCHES, valuesOf(portion, NEW), 'touch-insert'));
      await turns.next();
    }
  }

  readMany(sql: Sql, ids: readonly string[]): Promise<TouchRow[]> {
    return sql.rows(`select ${TOUCH_COLUMNS} from touch where id = any ($1::uuid[])`, [ids]);
  }

  findTouchById(sql: Sql, id: string): Promise<TouchRow | undefined> {
    return sql.row(`select ${TOUCH_COLUMNS} from touch where id = $1`, [id]);
  }

  /** Returns the valid touches of the leads' present cycles. */
  readOfCycles(tx: Sql, leads: readonly { readonly id: string; readonly cycle: number }[]): Promise<TouchRow[]> {
    return tx.rows(
      `select ${TOUCH_COLUMNS} from touch
        where lead_id = any ($1::uuid[]) and cycle = ($2::int[])[array_position($1::uuid[], lead_id)]
          and voided_at is null`,
      [leads.map(({ id }) => id), leads.map(({ cycle }) => cycle)],
      'touch-of-cycles',
    );
  }

  /**
   * Returns the touches of the leads' present cycles that were reported or voided after an instant, in the order in which
   * they happened.
   */
  readSince(
    sql: Sql,
    leads: readonly { readonly id: string; readonly cycle: number; readonly since: Instant }[],
  ): Promise<TouchRow[]> {
    return sql.rows(
      `select ${TOUCH_COLUMNS}
         from touch
         join unnest($1::uuid[], $2::int[], $3::timestamptz[]) as asked (of_lead, of_cycle, since)
           on of_lead = lead_id and of_cycle = cycle
        where recorded_at > since or voided_at > since
        order by ${TAKEN_AT}, id`,
      [leads.map(({ id }) => id), leads.map(({ cycle }) => cycle), leads.map(({ since }) => toIso(since))],
      'touch-since',
    );
  }

  /** Returns all touches ever reported of the leads, including those taken back. */
  readEver(sql: Sql, leadIds: readonly string[]): Promise<TouchRow[]> {
    return sql.rows(`select ${TOUCH_COLUMNS} from touch where lead_id = any ($1::uuid[])`, [leadIds], 'touch-ever');
  }

  async voidTouch(tx: Sql, { id, voided }: TouchRow): Promise<void> {
    const { at, reason, by } = voided!;
    await tx.query(
      `update touch set counts = false, voided_at = $2, void_reason = $3, voided_by_type = $4, voided_by = $5 where id = $1`,
      [id, toIso(at), reason, by.type, by.id],
    );
  }

  /** Does the same for many. What reported them may report them anew: their ids elsewhere are free again. */
  async voidMany(tx: Tx, touches: readonly TouchRow[]): Promise<void> {
    if (touches.length === 0) return;
    const { at, reason, by } = touches[0]!.voided!;
    await tx.query(
      `update touch set counts = false, voided_at = $2, void_reason = $3, voided_by_type = $4, voided_by = $5,
              external_id = null
        where id = any ($1::uuid[])`,
      [touches.map(({ id }) => id), toIso(at), reason, by.type, by.id],
    );
  }

  /** Lets touches count that were reported while their leads were closed. */
  async countMany(tx: Sql, ids: readonly string[]): Promise<void> {
    await tx.query('update touch set counts = true where id = any ($1::uuid[]) and voided_at is null', [ids]);
  }

  /** Returns the reasons for which touches of a lead were taken back, by touch id. */
  readVoidReasons(sql: Sql, leadId: string): Promise<Map<string, string>> {
    return sql.map('select id, void_reason as reason from touch where lead_id = $1 and voided_at is not null', [
      leadId,
    ]);
  }

  /** Returns people's work since an instant: milestones and manual touches, inbound ones only if they spoke. */
  readWorked(sql: Sql, leadIds: readonly string[], since: Instant): Promise<WorkOnLead[]> {
    return sql.rows(
      `select lead_id as "leadId", rep_id as "repId", least(occurred_at, recorded_at) as at from touch
        where lead_id = any ($1::uuid[]) and least(occurred_at, recorded_at) >= $2 and not automated and not goodbye and voided_at is null
          and (direction = 'outbound' or outcome in ('connected', 'held'))
       union all
       select lead_id, null, least(occurred_at, recorded_at) from milestone
        where lead_id = any ($1::uuid[]) and least(occurred_at, recorded_at) >= $2 and reversed_at is null`,
      [leadIds, toIso(since)],
    );
  }

  /**
   * Returns when somebody last spoke to the persons of leads, in any cycle, of the conversations since an instant. A
   * milestone shows that somebody did, even without a reported touch; a message from the person does not.
   * @returns by the ids of the leads; those to whom nobody has spoken are left out
   */
  latestSpoken(sql: Sql, leadIds: readonly string[], since: Instant): Promise<Map<string, Instant>> {
    return sql.map(
      `select lead_id as "leadId", max(at) as at from (
         select lead_id, least(occurred_at, recorded_at) as at from touch
          where lead_id = any ($1::uuid[]) and not automated and not goodbye and voided_at is null
            and outcome = any ($3::text[]) and (direction = 'outbound' or outcome in ('connected', 'held'))
         union all
         select lead_id, least(occurred_at, recorded_at) from milestone
          where lead_id = any ($1::uuid[]) and reversed_at is null) as spoken
        where at >= $2 group by lead_id`,
      [leadIds, toIso(since), CONTACT_OUTCOMES],
    );
  }

  /** @returns the ids that belong to touches, with their leads */
  findMade(sql: Sql, ids: readonly string[]): Promise<TouchId[]> {
    return sql.rowsOf(
      'select id, lead_id as "leadId" from touch where id = any ($1::uuid[])',
      [ids],
      'touch-find-made',
    );
  }

  /** @returns the ids of touches that were already reported, by `touchKey` */
  async findKnown(tx: Sql, keys: readonly TouchKey[]): Promise<Map<string, string>> {
    if (keys.length === 0) return new Map();
    const rows = await tx.rows<TouchKey & { id: string }>(
      `select touch.id, touch.lead_id as "leadId", touch.external_id as "externalId"
         from ${inputRows(TOUCH_KEY)}
         join touch on touch.lead_id = input.lead_id and touch.external_id = input.external_id`,
      valuesOf(keys, TOUCH_KEY),
      'touch-find-known',
    );
    return new Map(rows.map((row) => [touchKey(row), row.id]));
  }

  /** Returns the likenesses of valid touches that are among some. */
  async findAlike(tx: Tx, likenesses: readonly Likeness[]): Promise<Likeness[]> {
    if (likenesses.length === 0) return [];
    return tx.rows(
      `select touch.lead_id as "leadId", touch.kind, touch.direction, touch.outcome,
              touch.occurred_at as "occurredAt"
         from ${inputRows(LIKENESS)}
         join touch on touch.lead_id = input.lead_id and touch.kind = input.kind
          and touch.direction = input.direction and touch.outcome = input.outcome
          and touch.occurred_at = input.occurred_at
        where touch.voided_at is null`,
      valuesOf(likenesses, LIKENESS),
    );
  }

  /** Returns a page of a lead's touches, oldest first, after a position. A page of long notes ends early. */
  async readPage(
    sql: Sql,
    leadId: string,
    after: { readonly at: Instant; readonly id: string } | null,
    limit: number,
  ): Promise<{ taken: readonly TouchOfList[]; hasMore: boolean }> {
    const rows = await sql.rows<TouchOfList & WeighedRow>(
      `select ${TOUCH_COLUMNS}, ${FIRST_TOUCH} as "firstTouch",
              ${TOUCH_WEIGHT} + coalesce(octet_length(note), 0) as weight
         from touch
        where lead_id = $1 and ($2::timestamptz is null or (occurred_at, id) > ($2, $3::uuid))
        order by occurred_at, id limit $4`,
      [leadId, after && toIso(after.at), after?.id ?? null, limit + 1],
    );
    return cutPage(rows, limit, PAGE_WEIGHT_MAX);
  }

  /** Returns the newest notes of each lead's valid touches, newest first. @param most per lead */
  readLatestNotes(sql: Sql, leadIds: readonly string[], most: number): Promise<NotedTouch[]> {
    return sql.rowsOf(
      `select touch.lead_id as "leadId", touch.occurred_at as "occurredAt", touch.kind, touch.note
         from unnest($1::uuid[]) as asked (id)
        cross join lateral (
          select * from touch as told
           where told.lead_id = asked.id and told.note is not null and told.voided_at is null
           order by told.occurred_at desc, told.id desc limit $2) as touch
        order by touch.occurred_at desc, touch.id desc`,
      [leadIds, most],
      'touch-latest-notes',
    );
  }

  /** Returns notes by touch id; touches without one are left out. */
  readNotes(sql: Sql, touchIds: readonly string[]): Promise<Map<string, string>> {
    return sql.map('select id, note from touch where id = any ($1::uuid[]) and note is not null', [touchIds]);
  }

  /** Counts the attempts of people by lead: outbound touches that are not automated. Leads without one are left out. */
  countAttemptsOf(sql: Sql, leadIds: readonly string[]): Promise<Map<string, number>> {
    return sql.map(
      `select lead_id as "leadId", count(*)::int as attempts from touch
        where lead_id = any ($1::uuid[]) and direction = 'outbound' and not automated and voided_at is null
        group by lead_id`,
      [leadIds],
      'touch-count-attempts',
    );
  }
}

function lengthOf({ note }: TouchRow): number {
  return TOUCH_WEIGHT + (note?.length ?? 0);
}
