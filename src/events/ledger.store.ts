import { Injectable } from '@nestjs/common';
import { type Page, type PageRequest, readPage } from '../platform/http/page.js';
import { columnsFor, inputRows, namesOf, valuesOf } from '../platform/sql/columns.js';
import { Database, type Sql, type Tx } from '../platform/sql/database.js';
import { selectList } from '../platform/sql/table.js';
import type { Actor } from '../platform/values/actor.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { newId } from '../platform/values/ids.js';
import { type EventType, IMPORT_RULE, type LedgerRow, type NewEvent, type SubjectType } from './event.js';
import { EVENT } from './event.table.js';
import type { FeedPosition, FeedSpan } from './feed.js';
import { readEndOfSlice } from './feed-consumer.store.js';
import { placeAfter } from './place.store.js';

/** Events that are scanned backwards for rare types. */
const GONE_BACK_MAX = 50_000;

const COLUMNS = selectList(EVENT.columns());
const NEW = [
  EVENT.column('id', ({ at }: NewEvent) => newId(at)),
  EVENT.column('type', ({ type }: NewEvent) => type),
  EVENT.column('occurredAt', ({ at }: NewEvent) => at),
  ...EVENT.columns('subjectType', 'subjectId', 'subjectSeq'),
  EVENT.column('actorType', ({ actor }: NewEvent) => actor.type),
  EVENT.column('actorId', ({ actor }: NewEvent) => (actor.type === 'system' ? null : actor.id)),
  EVENT.column('actorRule', ({ actor }: NewEvent) => (actor.type === 'system' ? actor.rule : null)),
  EVENT.column('data', ({ data }: NewEvent) => data),
];
const SENT = [...NEW, columnsFor<NewEvent>().text('former_xid', ({ formerXid }) => formerXid)];
const APPEND = `insert into event (${namesOf(NEW)}, epoch, xid)
  select ${namesOf(NEW)}, (select epoch from feed_epoch), ${placeAfter('former_xid::xid8')} from ${inputRows(SENT)}`;

const IS_NEWS = `actor_rule is distinct from '${IMPORT_RULE}'`;

/** The latest event of a subject: its number, and its place in the feed. */
export interface LatestEvent {
  readonly seq: number;
  readonly xid: string;
}

/** Outside the order of locks, as it is never waited for. */
const HEARTBEAT_LOCK = 7_301_982_349;

@Injectable()
export class LedgerStore {
  constructor(private readonly database: Database) {}

  /** Appends events in order. Their numbers must follow those recorded for the subject: the primary key enforces it. */
  async appendMany(tx: Sql, events: readonly NewEvent[]): Promise<void> {
    if (events.length === 0) return;
    await tx.query(APPEND, valuesOf(events, SENT), 'ledger-append');
  }

  /** Leaves out subjects without events. Not for leads and others whose rows say it. */
  async readLatest(tx: Tx, subjectIds: readonly string[]): Promise<Map<string, LatestEvent>> {
    const rows = await tx.rowsOf<LatestEvent & { readonly id: string }>(
      `select asked.id, latest.seq, latest.xid
         from unnest($1::uuid[]) as asked (id)
        cross join lateral (
          select subject_seq as seq, event.xid::text as xid
            from event where subject_id = asked.id order by subject_seq desc limit 1) as latest`,
      [subjectIds],
      'ledger-latest',
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Makes this transaction the only one that numbers heartbeats. @returns false if another one is doing so */
  tryLockHeartbeat(tx: Tx): Promise<boolean> {
    return tx.value('select pg_try_advisory_xact_lock($1) as "isOurs"', [HEARTBEAT_LOCK]);
  }

  async latestAt(tx: Sql, subjectId: string): Promise<Instant | null> {
    // By the highest number, because no index covers the latest instant and there are many heartbeats.
    const row = await tx.row<{ at: Instant }>(
      'select occurred_at as at from event where subject_id = $1 order by subject_seq desc limit 1',
      [subjectId],
    );
    return row?.at ?? null;
  }

  /** Returns the position before which everything is final: no running transaction can add to it. */
  readHorizon(): Promise<FeedPosition> {
    return this.database.reads.one(
      'select epoch, pg_snapshot_xmin(pg_current_snapshot())::text as xid, 0 as seq from feed_epoch',
    );
  }

  endOfSlice(between: FeedSpan, most: number): Promise<FeedPosition> {
    return readEndOfSlice(this.database.reads, 'event', between, most);
  }

  /**
   * Returns the next events after a position, up to the horizon. A reader that continues from the last event neither
   * skips nor repeats any, in whatever order writers commit.
   * @param types exact names, or prefixes ending in `.*`; empty for all
   */
  readFeed(between: FeedSpan, types: readonly string[], limit: number): Promise<LedgerRow[]> {
    return this.read(between, types, limit, '');
  }

  /** Like `readFeed`, but leaves out what was brought along with old leads. */
  readNews(between: FeedSpan, types: readonly string[], limit: number): Promise<LedgerRow[]> {
    return this.read(between, types, limit, `and ${IS_NEWS}`);
  }

  private read(
    { after, horizon }: FeedSpan,
    types: readonly string[],
    limit: number,
    condition: string,
  ): Promise<LedgerRow[]> {
    // Ordered by the column of the table: the bare name is the selected text, in which 1000 comes before 999.
    return this.database.reads.rows(
      `select ${COLUMNS}
         from event
        where (epoch, xid, seq) > ($1, $2::text::xid8, $3)
          and (epoch, xid, seq) <= ($4, $5::text::xid8, $6)
          and (cardinality($7::text[]) = 0 or type like any ($7)) ${condition}
        order by epoch, event.xid, seq
        limit $8`,
      [after.epoch, after.xid, after.seq, horizon.epoch, horizon.xid, horizon.seq, types.map(toLikePattern), limit],
    );
  }

  /** Oldest first. With types, searches only the latest `GONE_BACK_MAX` events; with a subject, all of its events. */
  async readBefore(
    place: FeedPosition,
    { types, subjectId }: { readonly types: readonly string[]; readonly subjectId: string | null },
    limit: number,
  ): Promise<LedgerRow[]> {
    // A subject has few events, so they are found first, without scanning the feed.
    const near =
      subjectId === null
        ? `order by epoch desc, event.xid desc, seq desc limit ${GONE_BACK_MAX}`
        : 'and subject_id = $6 offset 0';
    const rows = await this.database.reads.rows<LedgerRow>(
      `select ${COLUMNS}
         from (select * from event where (epoch, xid, seq) < ($1, $2::text::xid8, $3) ${near}) as event
        where cardinality($4::text[]) = 0 or type like any ($4)
        order by epoch desc, event.xid desc, seq desc
        limit $5`,
      [place.epoch, place.xid, place.seq, types.map(toLikePattern), limit, ...(subjectId === null ? [] : [subjectId])],
    );
    return rows.reverse();
  }

  /** Returns events by subject and number. Those that are no longer stored are left out. */
  readSome(
    places: readonly { readonly subjectId: string; readonly subjectSeq: number; readonly eventAt: Instant }[],
  ): Promise<LedgerRow[]> {
    return this.database.reads.rows(
      `select ${COLUMNS}
         from unnest($1::uuid[], $2::int[], $3::timestamptz[]) as place (subject, number, at)
         join event on event.subject_id = place.subject and event.subject_seq = place.number
                   and event.occurred_at = place.at`,
      [
        places.map(({ subjectId }) => subjectId),
        places.map(({ subjectSeq }) => subjectSeq),
        places.map(({ eventAt }) => toIso(eventAt)),
      ],
      'ledger-some',
    );
  }

  /**
   * Returns the subjects of one type that have news in a slice, for consumers that recompute each of them. What was
   * brought along is none.
   */
  readSubjects(
    { after, horizon }: FeedSpan,
    subject: SubjectType,
    types: readonly EventType[] = [],
  ): Promise<string[]> {
    return this.database.reads.column(
      `select distinct subject_id as id
         from event
        where (epoch, xid, seq) > ($1, $2::text::xid8, $3)
          and (epoch, xid, seq) <= ($4, $5::text::xid8, $6)
          and subject_type = $7
          and (cardinality($8::text[]) = 0 or type = any ($8)) and ${IS_NEWS}
        order by id`,
      [after.epoch, after.xid, after.seq, horizon.epoch, horizon.xid, horizon.seq, subject, types],
    );
  }

  /** Ordered by subject, then by number. @param upTo null for all events */
  readOfSubjects(
    sql: Sql,
    subjectIds: readonly string[],
    types: readonly EventType[],
    upTo: FeedPosition | null,
  ): Promise<LedgerRow[]> {
    return sql.rows(
      `select ${COLUMNS}
         from event
        where subject_id = any ($1::uuid[]) and type = any ($2)
          and ($3::int is null or (epoch, xid, seq) <= ($3, $4::text::xid8, $5))
        order by subject_id, subject_seq`,
      [subjectIds, types, upTo?.epoch ?? null, upTo?.xid ?? null, upTo?.seq ?? null],
      'ledger-of-subjects',
    );
  }

  readSubject(subjectId: string, afterSeq: number, limit: number): Promise<LedgerRow[]> {
    return this.database.reads.rows(
      `select ${COLUMNS} from event where subject_id = $1 and subject_seq > $2 order by subject_seq limit $3`,
      [subjectId, afterSeq, limit],
    );
  }

  /** Returns who caused each assignment of a subject, by its id. Those whose events are no longer stored are left out. */
  readCausers(subjectId: string): Promise<Map<string, { readonly type: Actor['type']; readonly id: string | null }>> {
    return this.database.reads.map(
      `select data->>'assignmentId' as id, jsonb_build_object('type', actor_type, 'id', actor_id) as causer from event
        where subject_id = $1 and type in ('lead.assigned', 'lead.reassigned', 'lead.queued', 'lead.offered')`,
      [subjectId],
    );
  }

  /** Includes events of others whose data refers to the subject in a field; oldest first. @param other null for none */
  readTimeline(
    subjectId: string,
    other: { readonly subjectIds: readonly string[]; readonly field: string } | null,
    { limit: asked = 1_000, ...page }: PageRequest,
  ): Promise<Page<LedgerRow>> {
    const read = (after: [Instant, number] | null, limit: number) =>
      this.database.reads.rows<LedgerRow>(
        `select ${COLUMNS} from event
        where (subject_id = $1 or subject_id = any ($2::uuid[]) and data->>$3 = $1::text)
          and ($4::timestamptz is null or (occurred_at, seq) > ($4, $5))
        order by occurred_at, seq limit $6`,
        [subjectId, other?.subjectIds ?? [], other?.field ?? null, after && toIso(after[0]), after?.[1] ?? null, limit],
      );
    return readPage({ ...page, limit: asked }, ['instant', 'bigNumber'], read, (row) => [row.occurredAt, row.seq]);
  }

  hasReading(sql: Sql, handoffId: string, rule: string, formVersion: number): Promise<boolean> {
    return sql.value(
      `select exists (
         select from event where subject_id = $1 and type = 'handoff.read' and actor_rule = $2
                             and data->>'formVersion' = $3) as "isThere"`,
      [handoffId, rule, String(formVersion)],
    );
  }

  /** Increments the epoch if the database has moved to another cluster since the last start. */
  async enterEpoch(): Promise<void> {
    await this.database.query(
      `insert into feed_epoch (epoch, system_identifier)
       select 1, system_identifier from pg_control_system()
       on conflict (singleton) do update
          set epoch = feed_epoch.epoch + 1, system_identifier = excluded.system_identifier
        where feed_epoch.system_identifier <> excluded.system_identifier`,
    );
  }

  /** Creates partitions for months (first days, UTC) in which no event has been recorded yet. */
  async makePartitions(months: readonly string[]): Promise<void> {
    await this.database.query('select make_event_month(month) from unnest($1::date[]) as month', [months]);
  }
}

function toLikePattern(type: EventType | string): string {
  const literal = type.replaceAll('\\', '\\\\').replaceAll('_', '\\_').replaceAll('%', '\\%');
  return literal.endsWith('.*') ? `${literal.slice(0, -1)}%` : literal;
}
