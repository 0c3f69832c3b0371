import { Injectable } from '@nestjs/common';
import type { WaitingFigure } from '../../platform/running/metrics.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { type Instant, type Interval, MS_PER_DAY, toIso } from '../../platform/values/duration.js';
import { idsAround } from '../../platform/values/ids.js';
import { factsSql, UNTOUCHED_IN_SPAN } from '../facts/untouched.js';
import { PACKED, type PackedFact, packedDaysSql } from './packed-column.js';
import { DaysFromColumns, daysOf, isOfAny, type PackedDay, spanOfDay } from './packed-day.js';

export interface PackedPart {
  readonly fact: PackedFact;
  /** 0 for tables without parts. */
  readonly part: number;
  readonly isTest: boolean;
  /** Of receipt. */
  readonly span: Interval;
  readonly columns: readonly string[];
}

interface Page {
  readonly afterId: string | null;
  readonly most: number;
}

const FACTS = Object.keys(PACKED) as PackedFact[];

/**
 * Of how many packed days that are stale a report reads the facts, the latest first. Each takes some ten milliseconds,
 * and a batch of touches can make hundreds of days stale.
 */
const READ_ANEW_MAX = 10;

/** Days whose facts have changed since they were packed, or that were never packed. */
interface StaleDays {
  /** Their facts are read. */
  readonly anew: readonly number[];
  /** Read as they were packed, until they are packed again. */
  readonly asPacked: readonly number[];
}

const OF_TABLE = `test = current_setting('report.test')::boolean`;

const COPY_PACKED = `copy (
  select day, rows, name, data
    from packed_column
   where fact = current_setting('report.fact') and part = current_setting('report.part')::int and ${OF_TABLE}
     and day between current_setting('report.first')::int and current_setting('report.last')::int
     and name = any (current_setting('report.columns')::text[]) and day <> all (current_setting('report.stale')::int[])
   order by day) to stdout (format binary)`;

const SPANS = `unnest(current_setting('report.froms')::timestamptz[], current_setting('report.tos')::timestamptz[],
    current_setting('report.first_ids')::uuid[], current_setting('report.end_ids')::uuid[],
    current_setting('report.packed')::boolean[]) as span (from_at, to_at, first_id, end_id, is_packed)`;

/** Packs facts that are not stored as packed. */
const copyFacts = (fact: PackedFact, columns: readonly string[], isTest: boolean) => `copy (
  select day, rows, name, data
    from (${packedDaysSql(fact, columns, factsSql(fact, SPANS, isTest))}) as days
   order by day) to stdout (format binary)`;

const PACK = FACTS.map(
  (fact) => `insert into packed_column (fact, part, test, day, rows, name, data)
    select '${fact}', part, test, day, rows, name, data
      from (${packedDaysSql(
        fact,
        Object.keys(PACKED[fact]),
        `${fact} where received_at >= $1 and received_at < $1::timestamptz + interval '1 day'`,
      )}) as days`,
);

/** Whether a past day needs packing, as a condition of the pulse. */
export const DAYS_WAIT =
  'exists (select from packed_day where stale and day < floor(extract(epoch from $1::timestamptz) / 86400))';

/** Stores facts packed by day, for reports over long spans (docs/adr/0033). */
@Injectable()
export class PackedDayStore {
  constructor(private readonly database: Database) {}

  /** @param onDay called for each day, in any order; a day that the span only touches may come in parts */
  async read(
    tx: Tx,
    { fact, part, isTest, span, columns }: PackedPart,
    onDay: (day: PackedDay) => void,
  ): Promise<void> {
    const { anew: stale, asPacked } = await this.readStaleIn(tx, span);
    const { first, last, spans } = daysOf(span, stale);
    const settings = {
      fact,
      part,
      test: isTest,
      columns: listOf(columns),
      first,
      last,
      stale: listOf(stale),
      froms: listOf(spans.map(({ from }) => toIso(from))),
      tos: listOf(spans.map(({ to }) => toIso(to))),
      first_ids: listOf(spans.map((each) => idsAround(each).first)),
      end_ids: listOf(spans.map((each) => idsAround(each).end)),
      packed: listOf(spans.map((each) => String(!isOfAny(each, [...stale, ...asPacked])))),
    };
    tx.send(
      tx.query(
        `select set_config('report.' || name, value, true) from unnest($1::text[], $2::text[]) as of (name, value)`,
        [Object.keys(settings), Object.values(settings).map(String)],
      ),
    );
    // Sent at once, so that no other read in the transaction changes the settings in between. Facts are read of a few
    // days alone, which Postgres cannot know: it would scan the facts of all years.
    const copies = [
      ...(first <= last ? [COPY_PACKED] : []),
      ...(spans.length > 0 ? [copyFacts(fact, columns, isTest)] : []),
    ];
    tx.send(
      tx.query(
        `select set_config('report.scans', current_setting('enable_seqscan'), true), set_config('enable_seqscan', 'off', true)`,
      ),
    );
    await Promise.all([
      ...copies.map((copy) => daysOfCopy(tx, copy, onDay)),
      tx.query(`select set_config('enable_seqscan', current_setting('report.scans'), true)`),
    ]);
  }

  /** Returns the stale days that a span touches. */
  async readStaleIn(tx: Tx, { from, to }: Interval): Promise<StaleDays> {
    const days = await tx.rows<{ day: number; isPacked: boolean }>(
      `select day, exists (select from packed_column where packed_column.day = packed_day.day) as "isPacked"
         from packed_day where stale and day between $1 and $2 order by day desc`,
      [Math.floor(from / MS_PER_DAY), Math.floor(to / MS_PER_DAY)],
    );
    const packed = days.filter(({ isPacked }) => isPacked);
    const asPacked = new Set(packed.slice(READ_ANEW_MAX).map(({ day }) => day));
    const anew = days.flatMap(({ day }) => (asPacked.has(day) ? [] : day));
    return { anew: anew.reverse(), asPacked: [...asPacked] };
  }

  /** Counts the past days that wait to be packed, and since when the oldest of them is over. */
  readWaiting(now: Instant): Promise<WaitingFigure> {
    return this.database.engine.one(
      `select count(*)::int as count, to_timestamp((min(day) + 1) * 86400) as "oldestAt"
         from packed_day where stale and day < $1`,
      [Math.floor(now / MS_PER_DAY)],
    );
  }

  /** Returns days before the given one whose facts changed since they were packed, latest first. */
  readStale(before: number): Promise<number[]> {
    return this.database.engine.column('select day from packed_day where stale and day < $1 order by day desc', [
      before,
    ]);
  }

  /** Returns leads received in a span without facts, in the order of their ids. @param afterId null for the start */
  readUntouched(tx: Tx, span: Interval, { afterId, most }: Page): Promise<string[]> {
    const { first, end } = idsAround(span);
    return tx.column(
      `select lead.id
         from (select $1::timestamptz as from_at, $2::timestamptz as to_at, $3::uuid as first_id, $4::uuid as end_id) as span
         join ${UNTOUCHED_IN_SPAN}
        where $5::uuid is null or lead.id > $5
        order by lead.id limit $6`,
      [toIso(span.from), toIso(span.to), first, end, afterId, most],
      'report-untouched',
    );
  }

  /** Returns when the latest lead without facts came in, if the given number of them came after it. */
  async findUntouchedBefore(span: Interval, after: number): Promise<Instant | null> {
    const { first, end } = idsAround(span);
    const found = await this.database.engine.row<{ receivedAt: Instant }>(
      `select lead.received_at as "receivedAt"
         from (select $1::timestamptz as from_at, $2::timestamptz as to_at, $3::uuid as first_id, $4::uuid as end_id) as span
         join ${UNTOUCHED_IN_SPAN}
        order by lead.id desc offset $5 limit 1`,
      [toIso(span.from), toIso(span.to), first, end, after],
      'report-untouched-before',
    );
    return found?.receivedAt ?? null;
  }

  async markDaysOf(tx: Tx, leadIds: readonly string[]): Promise<void> {
    await tx.query(
      `insert into packed_day (day, stale)
       select distinct floor(extract(epoch from received_at) / 86400)::int, true from lead where id = any ($1::uuid[])
       on conflict (day) do update set stale = true where not packed_day.stale`,
      [leadIds],
      'report-mark-days',
    );
  }

  /**
   * Packs a day, unless another node is packing it or one of its leads has no facts yet. A writer who changes its facts
   * meanwhile waits and marks it again.
   * @param leftOut leads whose facts cannot be derived
   */
  async pack(day: number, leftOut: readonly string[]): Promise<void> {
    await this.database.engine.transaction(async (tx) => {
      const { count } = await tx.query('select 1 from packed_day where day = $1 and stale for update skip locked', [
        day,
      ]);
      if (count === 0) return;
      const untouched = await this.readUntouched(tx, spanOfDay(day), { afterId: null, most: leftOut.length + 1 });
      if (untouched.some((id) => !leftOut.includes(id))) return;
      const start = toIso(day * MS_PER_DAY);
      tx.send(tx.query('delete from packed_column where day = $1', [day]));
      for (const pack of PACK) tx.send(tx.query(pack, [start]));
      tx.send(tx.query('update packed_day set stale = false where day = $1', [day]));
    });
  }
}

async function daysOfCopy(tx: Tx, copy: string, onDay: (day: PackedDay) => void): Promise<void> {
  const days = new DaysFromColumns(onDay);
  await tx.copy(copy, (fields) => days.add(fields));
  days.end();
}

function listOf(values: readonly (string | number)[]): string {
  return `{${values.map((value) => `"${value}"`).join(',')}}`;
}
