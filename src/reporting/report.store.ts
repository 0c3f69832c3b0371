import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';
import { type Interval, toIso } from '../platform/instant.js';
import { type Dimension, isTimeDimension, TIME_SQL, type ValueDimension } from './dimension.js';
import { partOf } from './fact.store.js';
import type { End } from './facts.js';
import { localMinuteSql } from './local-minute.js';
import type { Place } from './percentile.js';

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

/** The codes of the values by which a row is grouped, 0 where nothing is grouped by. */
export type Codes = readonly [first: number, second: number];

export interface Grouped {
  readonly first: number;
  readonly second: number;
}

/** Leads with an outcome in a bucket, with the sums of their times. */
export interface ResponseCount extends Grouped {
  readonly bucket: number | null;
  readonly outcome: number;
  readonly leads: number;
  readonly elapsedMs: number;
  readonly beforeMs: number;
  readonly ownerMs: number;
  readonly offMs: number;
  readonly pausedMs: number;
}

export interface WorkingCount extends Grouped {
  readonly bucket: number;
  readonly outcome: number;
  readonly leads: number;
}

export type WantedPlace = Grouped & Place;
export type FoundPlace = WantedPlace & { readonly ms: number };

export interface PromiseCount extends Grouped {
  readonly kind: string;
  readonly step: number;
  readonly verdict: number;
  readonly reached: boolean;
  readonly promises: number;
}

export interface CauseCount extends Grouped {
  readonly cause: string;
  readonly moves: number;
}

export interface AttemptCount extends Grouped {
  readonly attempts: number;
  readonly leads: number;
}

/** Elapsed or working time, with the bucket that leads to it. */
const MEASURES = {
  elapsed: { ms: 'elapsed_ms', bucket: 'bucket' },
  working: { ms: 'working_ms', bucket: 'working_bucket' },
} as const;
export type Measure = keyof typeof MEASURES;

/** Of the lead, or of the owners of it. */
export type Of = 'lead' | 'owner';

/** Reads what reports say: sums of facts, in as few statements as there are ways to group them. */
@Injectable()
export class ReportStore {
  constructor(private readonly database: Database) {}

  async countResponses(scope: Scope, of: Of, end: End): Promise<ResponseCount[]> {
    return this.read(
      `select ${keysSql(scope)}, bucket, outcome, count(*)::int as leads,
              coalesce(sum(elapsed_ms), 0)::float8 as "elapsedMs", coalesce(sum(before_ms), 0)::float8 as "beforeMs",
              coalesce(sum(owner_ms), 0)::float8 as "ownerMs", coalesce(sum(off_ms), 0)::float8 as "offMs",
              coalesce(sum(paused_ms), 0)::float8 as "pausedMs"
         from response where ${whereSql(scope)} and part = ${partOf(of, end)}
        group by 1, 2, bucket, outcome`,
      valuesOf(scope),
    );
  }

  /** @param bits of the outcomes that are told apart */
  async countWorking(scope: Scope, of: Of, end: End, bits: number): Promise<WorkingCount[]> {
    return this.read(
      `select ${keysSql(scope)}, working_bucket as bucket, outcome & ${bits} as outcome, count(*)::int as leads
         from response where ${whereSql(scope)} and part = ${partOf(of, end)} and working_bucket is not null
        group by 1, 2, 3, 4`,
      valuesOf(scope),
    );
  }

  /** The values at places in buckets. The buckets of all places are gone through together, so rows of few are sorted. */
  async findPlaces(
    scope: Scope,
    { of, end, measure }: { of: Of; end: End; measure: Measure },
    wanted: readonly WantedPlace[],
  ): Promise<FoundPlace[]> {
    if (wanted.length === 0) return [];
    const { ms, bucket } = MEASURES[measure];
    const at = placeholders(scope);
    const buckets = [...new Set(wanted.map((place) => place.bucket))];
    return this.read(
      `with wanted as (
         select * from unnest($${at}::int[], $${at + 1}::int[], $${at + 2}::int[], $${at + 3}::int[])
           as wanted (first, second, bucket, place))
       select ranked.*
         from (select *, row_number() over (partition by first, second, bucket order by ms)::int as place
                 from (select ${keysSql(scope)}, ${bucket}::int as bucket, ${ms} as ms
                         from response
                        where ${whereSql(scope)} and part = ${partOf(of, end)}
                          and ${bucket} = any ($${at + 4}::smallint[])) as near
                where (first, second, bucket) in (select first, second, bucket from wanted)) as ranked
         join wanted using (first, second, bucket, place)`,
      [
        ...valuesOf(scope),
        wanted.map(({ first }) => first),
        wanted.map(({ second }) => second),
        wanted.map((place) => place.bucket),
        wanted.map(({ place }) => place),
        buckets,
      ],
    );
  }

  async countPromises(scope: Scope, kind: string | null): Promise<PromiseCount[]> {
    const at = placeholders(scope);
    return this.read(
      `select ${keysSql(scope)}, kind, step, verdict, reached, count(*)::int as promises
         from promise where ${whereSql(scope)} and ($${at}::text is null or kind = $${at})
        group by 1, 2, kind, step, verdict, reached`,
      [...valuesOf(scope), kind],
    );
  }

  /** @param whose that of the new owner, or of the former one */
  async countReassignments(scope: Scope, whose: 'new' | 'former'): Promise<CauseCount[]> {
    const columns = whose === 'new' ? {} : { rep: 'former_rep', team: 'former_team' };
    return this.read(
      `select ${keysSql(scope, columns)}, cause, count(*)::int as moves
         from reassignment where ${whereSql(scope, columns)}
        group by 1, 2, cause`,
      valuesOf(scope),
    );
  }

  /** How often leads were tried until they were reached. */
  async countAttempts(scope: Scope, of: Of): Promise<AttemptCount[]> {
    return this.read(
      `select ${keysSql(scope)}, attempts, count(*)::int as leads
         from response
        where ${whereSql(scope)} and part = ${partOf(of, 'contact')} and bucket is not null
        group by 1, 2, attempts`,
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

  private async read<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const { rows } = await this.database.reads.query<Row>(text, values);
    return rows;
  }
}

type Columns = Readonly<Partial<Record<ValueDimension, string>>>;

function keysSql({ by, timeZone, span }: Scope, columns: Columns = {}): string {
  const sql = (dimension: Dimension | undefined) => {
    if (dimension === undefined) return '0';
    if (!isTimeDimension(dimension)) return columns[dimension] ?? dimension;
    return TIME_SQL[dimension](localMinuteSql('received_minute', timeZone, span));
  };
  return `${sql(by[0])} as first, ${sql(by[1])} as second`;
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
