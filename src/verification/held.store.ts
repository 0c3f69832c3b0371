import type { SubjectType } from '../events/event.js';
import { type Fields, keep } from '../events/verified.js';
import type { Sql } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';
import type { StoredSubject } from './judging.js';
import { keyOf, type PlacedEvent } from './replay.js';
import { BEHIND_ALL, type Sizes, type SubjectSpan } from './slice.js';
import { rowsOf, verifiedSubjects, verifiedTypes } from './verified-subjects.store.js';

type Row = Fields & { readonly id: string; readonly of: string };

/** Reads the rows of subjects in the columns that the ledger determines. */
export class HeldStore {
  /** Most queries about subjects take long to plan, and few databases have all kinds, so these are determined first. */
  async findKinds(sql: Sql, { after, through }: SubjectSpan): Promise<ReadonlySet<SubjectType>> {
    const isThere = (type: SubjectType) =>
      rowsOf(type).map(([table, column]) => `exists (select from ${table} where ${column} > $1 and ${column} <= $2)`);
    const columns = verifiedTypes().map((type) => `${isThere(type).join(' or ')} as ${type}`);
    const row = await sql.one<Readonly<Record<string, boolean>>>(`select ${columns.join(', ')}`, [after, through]);
    return new Set(verifiedTypes().filter((type) => row[type]));
  }

  /** Returns the rows by the key of their subject. */
  async read(sql: Sql, between: SubjectSpan, kinds: ReadonlySet<SubjectType>): Promise<Map<string, StoredSubject>> {
    const found = new Map<string, StoredSubject>();
    for (const { subjectType: type, row, rowsAbout } of verifiedSubjects()) {
      if (!kinds.has(type)) continue;
      await this.readSubjects(sql, type, row, between, found);
      for (const [kept, text] of Object.entries(rowsAbout)) {
        const rows = await sql.rows<Row>(text, [between.after, between.through]);
        for (const { id, of, ...fields } of rows)
          keep(found.get(keyOf({ subjectType: type, subjectId: of }))!.rows, kept, id, fields);
      }
    }
    return found;
  }

  private async readSubjects(
    sql: Sql,
    subjectType: SubjectType,
    text: string,
    { after, through }: SubjectSpan,
    found: Map<string, StoredSubject>,
  ): Promise<void> {
    const rows = await sql.rows<Row & Pick<StoredSubject, 'lastSeq' | 'lastXid' | 'madeAt'>>(text, [after, through]);
    for (const { id, of: subjectId, lastSeq, lastXid, madeAt, ...fields } of rows) {
      const held: StoredSubject = { subjectType, subjectId, lastSeq, lastXid, madeAt, rows: {} };
      keep(held.rows, 'subject', id, fields);
      found.set(keyOf(held), held);
    }
  }
}

/** How many of the first events to read: the order of the feed is that of time except for events of the same moment. */
const OLDEST = 100;
const BEHIND_ALL_NUMBERS = 2_147_483_647;

/** Reads the ledger subject by subject, in slices. */
export class ReplayedStore {
  /** Returns the last subject of the slice that begins after a subject. */
  async endOfSlice(sql: Sql, after: string, { subjects, events }: Sizes): Promise<string> {
    const ends = verifiedTypes().map((type) => `(select id from ${type} where id > $1 order by id offset $2 limit 1)`);
    const end = await sql.value<string | null>(
      `select min(id::text) as end from (
         ${ends.join(' union all ')}
         union all (select subject_id from event where subject_id > $1 order by subject_id, subject_seq offset $3 limit 1)) as ends`,
      [after, subjects - 1, events - 1],
    );
    return end ?? BEHIND_ALL;
  }

  /** Reads events by subject and number. The data of events is omitted for subjects that are not verified. */
  async *events(sql: Sql, { after, through }: SubjectSpan, page: number): AsyncGenerator<PlacedEvent> {
    let from: [string, number, string] = [after, BEHIND_ALL_NUMBERS, 'infinity'];
    for (;;) {
      const rows = await sql.rows<PlacedEvent & { place: string }>(
        `select type, occurred_at as at, subject_type as "subjectType", subject_id as "subjectId", subject_seq as seq,
                case when subject_type = any ($5) then data else '{}' end as data, occurred_at::text as place,
                epoch, event.xid::text as xid, event.seq as "feedSeq",
                (epoch, event.xid) > (select ordered_epoch, ordered_xid from feed_epoch) as "isOrdered",
                epoch = (select epoch from feed_epoch) as "isOfEpoch"
           from event
          where (subject_id, subject_seq, occurred_at) > ($1, $2, $3::timestamptz) and subject_id <= $4
          order by subject_id, subject_seq, occurred_at
          limit $6`,
        [...from, through, verifiedTypes(), page],
      );
      yield* rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < page) return;
      from = [last.subjectId, last.seq, last.place];
    }
  }

  /** Returns when the oldest remaining event was recorded, or null if there is none. */
  beginsAt(sql: Sql): Promise<Instant | null> {
    return sql.value(
      `select min(occurred_at) as at from (select occurred_at from event order by epoch, xid, seq limit ${OLDEST}) as oldest`,
    );
  }
}
