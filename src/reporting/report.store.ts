import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../platform/database.js';
import { type Interval, toIso } from '../platform/instant.js';
import type {
  AttemptCount,
  BucketCount,
  CauseCount,
  EndCount,
  FoundPlace,
  Measure,
  PromiseCount,
  ResponseCount,
  WantedPlace,
  WorthCount,
} from './counts.js';
import { type Dimension, isTimeDimension, TIME_SQL } from './dimension.js';
import { partOf } from './fact.store.js';
import { type End, OUTCOME } from './facts.js';
import { localMinuteSql } from './local-minute.js';

/** Which facts a report is about. */
export interface Scope {
  /** By receipt. */
  readonly span: Interval;
  /** In which days and hours are read. */
  readonly timeZone: string;
  readonly by: readonly Dimension[];
  readonly isTest: boolean;
  /** Leads as they came in alone, not when they came back. */
  readonly isFirstCycle: boolean;
  /** Of these reps alone; null for all. */
  readonly repIds: readonly string[] | null;
}

/** Of the lead, or of the owners of it. */
export type Of = 'lead' | 'owner';

/** Reads what reports say: sums of facts, in as few statements as there are ways to group them. */
@Injectable()
export class ReportStore {
  constructor(private readonly database: Database) {}

  /**
   * What a report counts, as of one moment. It goes through a year of facts, which the plans that are good for all else
   * are not made for: by several processes, and in memory.
   */
  snapshot<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.database.reads.snapshot(async (sql) => {
      await sql.query(
        `select set_config('enable_seqscan', 'on', true), set_config('work_mem', '32MB', true),
                set_config('max_parallel_workers_per_gather', '4', true)`,
      );
      return work(sql);
    });
  }

  async countResponses(sql: Sql, scope: Scope, of: Of, end: End): Promise<ResponseCount[]> {
    return read(
      sql,
      `select ${keysSql(scope)}, bucket, ${COUNTS},
              count(*) filter (where outcome & ${OUTCOME.kept} <> 0)::int as kept,
              count(*) filter (where outcome & ${OUTCOME.missed} <> 0)::int as missed,
              ${SUMS}
         from response where ${whereSql(scope)} and part = ${partOf(of, end)}
        group by 1, 2, bucket`,
      valuesOf(scope),
    );
  }

  async countWorking(sql: Sql, scope: Scope, of: Of, end: End): Promise<BucketCount[]> {
    return read(
      sql,
      `select ${keysSql(scope)}, working_bucket as bucket, ${COUNTS}
         from response where ${whereSql(scope)} and part = ${partOf(of, end)}
        group by 1, 2, working_bucket`,
      valuesOf(scope),
    );
  }

  /**
   * The values at places in buckets, all in one go through the facts: it brings the few rows that are in a bucket somebody
   * asks for, and those are sorted.
   */
  async findPlaces(sql: Sql, scope: Scope, of: Of, end: End, wanted: readonly WantedPlace[]): Promise<FoundPlace[]> {
    if (wanted.length === 0) return [];
    const at = placeholders(scope);
    const near = (measure: Measure) => {
      const { ms, bucket } = MEASURES[measure];
      return { ms, bucket, sql: nearSql(scope, bucket, at + NEAR.indexOf(measure) * ARRAYS_OF_NEAR) };
    };
    const [elapsed, working] = [near('elapsed'), near('working')];
    return read(
      sql,
      `with near as materialized (
         select ${keysSql(scope)}, bucket, elapsed_ms, working_bucket, working_ms,
                ${elapsed.sql} as is_elapsed, ${working.sql} as is_working
           from response
          where ${whereSql(scope)} and part = ${partOf(of, end)} and (${elapsed.sql} or ${working.sql})),
       timed as (
         select 'elapsed' as measure, first, second, bucket, elapsed_ms as ms from near where is_elapsed
         union all
         select 'working', first, second, working_bucket, working_ms from near where is_working),
       placed as (
         select *, row_number() over (partition by measure, first, second, bucket order by ms)::int as place,
                row_number() over (partition by measure, bucket order by ms)::int as place_of_all
           from timed),
       wanted as (
         select * from unnest($${at + 8}::text[], $${at + 9}::bool[], $${at + 10}::int[], $${at + 11}::int[],
                              $${at + 12}::int[], $${at + 13}::int[])
           as wanted (measure, of_all, first, second, bucket, place))
       select placed.measure, placed.first, placed.second, placed.bucket, wanted.place, of_all as "isOfAll", ms
         from wanted join placed
           on placed.measure = wanted.measure and placed.bucket = wanted.bucket and not of_all
          and placed.first = wanted.first and placed.second = wanted.second and placed.place = wanted.place
        union all
       select placed.measure, 0, 0, placed.bucket, wanted.place, of_all, ms
         from wanted join placed
           on placed.measure = wanted.measure and placed.bucket = wanted.bucket and of_all
          and placed.place_of_all = wanted.place`,
      [...valuesOf(scope), ...NEAR.flatMap((measure) => nearValues(measure, wanted)), ...wantedValues(wanted)],
    );
  }

  async countPromises(sql: Sql, scope: Scope, kind: string | null): Promise<PromiseCount[]> {
    const at = placeholders(scope);
    return read(
      sql,
      `select ${keysSql(scope)}, kind, step, verdict, reached, count(*)::int as promises
         from promise where ${whereSql(scope)} and ($${at}::text is null or kind = $${at})
        group by 1, 2, kind, step, verdict, reached`,
      [...valuesOf(scope), kind],
    );
  }

  /** @param whose that of the new owner, or of the former one */
  async countReassignments(sql: Sql, scope: Scope, whose: 'new' | 'former'): Promise<CauseCount[]> {
    const columns = whose === 'new' ? {} : { rep: 'former_rep', team: 'former_team' };
    return read(
      sql,
      `select ${keysSql(scope, columns)}, cause, count(*)::int as moves
         from reassignment where ${whereSql(scope, columns)}
        group by 1, 2, cause`,
      valuesOf(scope),
    );
  }

  /** How often leads were tried until they were reached. */
  async countAttempts(sql: Sql, scope: Scope, of: Of): Promise<AttemptCount[]> {
    return read(
      sql,
      `select ${keysSql(scope)}, attempts, count(*)::int as leads
         from response
        where ${whereSql(scope)} and part = ${partOf(of, 'contact')} and bucket is not null
        group by 1, 2, attempts`,
      valuesOf(scope),
    );
  }

  async countEnds(sql: Sql, scope: Scope): Promise<EndCount[]> {
    return read(
      sql,
      `select ${keysSql(scope)}, ending, count(*)::int as leads from conclusion where ${whereSql(scope)} group by 1, 2, ending`,
      valuesOf(scope),
    );
  }

  async sumWorth(sql: Sql, scope: Scope): Promise<WorthCount[]> {
    return read(
      sql,
      `select ${keysSql(scope)}, stage, currency, sum(amount::numeric)::text as amount
         from achievement where ${whereSql(scope)}
        group by 1, 2, stage, currency`,
      valuesOf(scope),
    );
  }

  /** What the numbers of values stand for, as they were written. */
  async readValues(codes: readonly number[]): Promise<Map<number, string>> {
    if (codes.length === 0) return new Map();
    const { rows } = await this.database.reads.query<{ id: number; label: string }>(
      'select id, label from report_key where id = any ($1::int[])',
      [codes],
    );
    return new Map(rows.map(({ id, label }) => [id, label]));
  }

  /** What policies are called today, by id. */
  async readPolicyNames(): Promise<Map<string, string>> {
    const { rows } = await this.database.reads.query<{ id: string; name: string }>('select id, name from sla_policy');
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

async function read<Row>(sql: Sql, text: string, values: readonly unknown[]): Promise<Row[]> {
  const { rows } = await sql.query<Row>(text, values);
  return rows;
}

const { contact, qualified, won } = OUTCOME;
const COUNTS = `count(*)::int as leads,
  count(*) filter (where outcome & ${contact} <> 0)::int as contact,
  count(*) filter (where outcome & ${qualified} <> 0)::int as qualified,
  count(*) filter (where outcome & ${won} <> 0)::int as won`;

/** As floating numbers, which hold whole milliseconds of a million years exactly and are added up several times as fast. */
const SUMS = ['elapsed', 'before', 'owner', 'off', 'paused']
  .map((name) => `coalesce(sum(${name}_ms::float8), 0) as "${name}Ms"`)
  .join(', ');

const MEASURES = {
  elapsed: { ms: 'elapsed_ms', bucket: 'bucket' },
  working: { ms: 'working_ms', bucket: 'working_bucket' },
} as const satisfies Record<Measure, object>;
const NEAR = ['elapsed', 'working'] as const;
const ARRAYS_OF_NEAR = 4;

/** Whether a fact may be at a place that is wanted: the buckets of all are looked at first, which costs next to nothing. */
function nearSql(scope: Scope, bucket: string, at: number): string {
  const { first, second } = keyExpressions(scope);
  return `(${bucket} = any ($${at}::smallint[]) or (${first}, ${second}, ${bucket}::int) in
    (select * from unnest($${at + 1}::int[], $${at + 2}::int[], $${at + 3}::int[])))`;
}

function nearValues(measure: Measure, wanted: readonly WantedPlace[]): unknown[] {
  const ours = wanted.filter((place) => place.measure === measure);
  const groups = ours.filter(({ group }) => group !== null);
  return [
    [...new Set(ours.filter(({ group }) => group === null).map(({ bucket }) => bucket))],
    groups.map(({ group }) => group!.first),
    groups.map(({ group }) => group!.second),
    groups.map(({ bucket }) => bucket),
  ];
}

function wantedValues(wanted: readonly WantedPlace[]): unknown[] {
  return [
    wanted.map(({ measure }) => measure),
    wanted.map(({ group }) => group === null),
    wanted.map(({ group }) => group?.first ?? 0),
    wanted.map(({ group }) => group?.second ?? 0),
    wanted.map(({ bucket }) => bucket),
    wanted.map(({ place }) => place),
  ];
}

type Columns = Readonly<Partial<Record<Dimension, string>>>;

function keysSql(scope: Scope, columns: Columns = {}): string {
  const { first, second } = keyExpressions(scope, columns);
  return `${first} as first, ${second} as second`;
}

function keyExpressions({ by, timeZone, span }: Scope, columns: Columns = {}): { first: string; second: string } {
  const sql = (dimension: Dimension | undefined) => {
    if (dimension === undefined) return '0';
    if (!isTimeDimension(dimension)) return columns[dimension] ?? dimension;
    return TIME_SQL[dimension](localMinuteSql('received_minute', timeZone, span));
  };
  return { first: sql(by[0]), second: sql(by[1]) };
}

function whereSql({ isFirstCycle, repIds }: Scope, columns: Columns = {}): string {
  const ofReps = `${columns.rep ?? 'rep'} in (select id from report_key where kind = 'rep' and value = any ($4::text[]))`;
  return `received_at >= $1 and received_at < $2 and test = $3${isFirstCycle ? ' and cycle = 1' : ''}${repIds === null ? '' : ` and ${ofReps}`}`;
}

function valuesOf({ span, isTest, repIds }: Scope): unknown[] {
  return [toIso(span.from), toIso(span.to), isTest, ...(repIds === null ? [] : [repIds])];
}

/** The number of the first placeholder that is free. */
function placeholders(scope: Scope): number {
  return valuesOf(scope).length + 1;
}
