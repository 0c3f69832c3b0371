import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../platform/database.js';
import { type Interval, MS_PER_DAY, toIso } from '../platform/instant.js';
import { PACKED, type PackedFact, packedDaysSql, partSql } from './packed-column.js';
import { DaysFromColumns, daysOf, type PackedDay } from './packed-day.js';

/** Which facts are read, and what of them. */
export interface Wanted {
  readonly fact: PackedFact;
  /** 0 where the table has none. */
  readonly part: number;
  readonly isTest: boolean;
  /** By receipt. */
  readonly span: Interval;
  readonly columns: readonly string[];
}

const FACTS = Object.keys(PACKED) as PackedFact[];

const OF_TABLE = `test = current_setting('report.test')::boolean`;

/** As they were packed. */
const COPY_PACKED = `copy (
  select day, rows, name, data
    from packed_column
   where fact = current_setting('report.fact') and part = current_setting('report.part')::int and ${OF_TABLE}
     and day between current_setting('report.first')::int and current_setting('report.last')::int 
     and name = any (current_setting('report.columns')::text[]) and day <> all (current_setting('report.stale')::int[])
   order by day) to stdout (format binary)`;

const SPANS = `unnest(current_setting('report.froms')::timestamptz[], current_setting('report.tos')::timestamptz[])
    as span (from_at, to_at)`;

/** The same of facts themselves. */
const copyFacts = (fact: PackedFact, columns: readonly string[]) => `copy (
  select day, rows, name, data
    from (${packedDaysSql(
      fact,
      columns,
      `${SPANS} join ${fact} on received_at >= from_at and received_at < to_at
         and ${partSql(fact)} = current_setting('report.part')::int and ${OF_TABLE}`,
    )}) as days
   order by day) to stdout (format binary)`;

const PACK = FACTS.map(
  (fact) => `insert into packed_column (fact, part, test, day, rows, name, data)
    select '${fact}', part, test, day, rows, name, data
      from (${packedDaysSql(
        fact,
        Object.keys(PACKED[fact]),
        `unnest($1::timestamptz[]) as since join ${fact}
           on received_at >= since and received_at < since + interval '1 day'`,
      )}) as days`,
);

/** Facts by the day: what reports over long times read (docs/adr/0033). */
@Injectable()
export class PackedDayStore {
  constructor(private readonly database: Database) {}

  /** @param onDay is told of each day once, in any order; a day that a span begins or ends in may come in parts */
  async read(tx: Tx, { fact, part, isTest, span, columns }: Wanted, onDay: (day: PackedDay) => void): Promise<void> {
    const { rows } = await tx.query<{ day: number }>(
      'select day from packed_day where stale and day between $1 and $2 order by day',
      [Math.floor(span.from / MS_PER_DAY), Math.floor(span.to / MS_PER_DAY)],
    );
    const stale = rows.map(({ day }) => day);
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
    };
    tx.send(
      tx.query(
        `select set_config('report.' || name, value, true) from unnest($1::text[], $2::text[]) as of (name, value)`,
        [Object.keys(settings), Object.values(settings).map(String)],
      ),
    );
    // At once, so that nobody who reads in the same transaction changes the settings in between.
    const copies = [...(first <= last ? [COPY_PACKED] : []), ...(spans.length > 0 ? [copyFacts(fact, columns)] : [])];
    await Promise.all(copies.map((copy) => daysOfCopy(tx, copy, onDay)));
  }

  /**
   * Packs days whose facts have changed, the latest first. Whoever changes facts of one meanwhile waits, and marks it anew.
   * @returns how many
   */
  async packSome(most: number): Promise<number> {
    return this.database.engine.transaction(async (tx) => {
      const { rows } = await tx.query<{ day: number }>(
        'select day from packed_day where stale order by day desc limit $1 for update skip locked',
        [most],
      );
      const days = rows.map(({ day }) => day);
      if (days.length === 0) return 0;
      const starts = days.map((day) => toIso(day * MS_PER_DAY));
      tx.send(tx.query('delete from packed_column where day = any ($1)', [days]));
      for (const pack of PACK) tx.send(tx.query(pack, [starts]));
      tx.send(tx.query('update packed_day set stale = false where day = any ($1)', [days]));
      return days.length;
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
