import { Injectable } from '@nestjs/common';
import type { LeadClockKind } from '../clocks/clock.js';
import { type Dimension, isTimeDimension, TIME_SQL } from '../figures/dimension.js';
import { localMinuteSql } from '../figures/local-minute.js';
import { Database, type Sql, type Tx } from '../platform/sql/database.js';
import { type Interval, toIso } from '../platform/values/duration.js';
import { Answers, COLUMNS_OF_ANSWERS } from './before-after/answers.js';
import type {
  AttemptCount,
  CauseCount,
  EndCount,
  GroupCodes,
  InTimeCount,
  PromiseCount,
  WorthCount,
} from './counts.js';
import type { Cycles } from './cycles.js';
import { partOf } from './facts/fact.store.js';
import type { End } from './facts/response-facts.js';
import { columnsOfGroups, Groups, LEFT_OUT } from './packed/groups.js';
import { ATTEMPTS, ENDS, type FactCoding, IN_TIME, type PackedDay, promisesOf } from './packed/packed-day.js';
import { PackedDayStore, type PackedPart } from './packed/packed-day.store.js';
import { COLUMNS_OF_RESPONSES, Responses } from './packed/responses.js';
import { Alike } from './packed/times.js';

export interface ReportScope {
  /** Of receipt. */
  readonly span: Interval;
  /** Of days and hours. */
  readonly timeZone: string;
  readonly by: readonly Dimension[];
  readonly isTest: boolean;
  readonly cycles: Cycles;
  /** Limits the facts to these reps; null for all. */
  readonly repIds: readonly string[] | null;
  /** The id under which a source is counted, by the ids of its spellings. */
  readonly spellings: ReadonlyMap<number, number>;
}

export const NO_SPELLINGS: ReadonlyMap<number, number> = new Map();

export type Of = 'lead' | 'owner';

/** Reads sums of facts, with as few statements as there are groupings. */
@Injectable()
export class ReportStore {
  constructor(
    private readonly database: Database,
    private readonly days: PackedDayStore,
  ) {}

  /**
   * Runs the reads of a report on one snapshot. They scan a year of facts, so they use settings unlike those of other
   * queries: parallel sequential scans, with more memory.
   */
  snapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.reads.snapshot(async (tx) => {
      await tx.query(
        `select set_config('enable_seqscan', 'on', true), set_config('work_mem', '32MB', true),
                set_config('max_parallel_workers_per_gather', '4', true)`,
      );
      return work(tx);
    });
  }

  /** Counts the days of a span whose figures have yet to follow their facts. */
  async countStaleDays(tx: Tx, span: Interval): Promise<number> {
    return (await this.days.readStaleIn(tx, span)).asPacked.length;
  }

  async readResponses(tx: Tx, scope: ReportScope, of: Of, end: End): Promise<Responses> {
    const groups = await this.groupsOf(tx, scope);
    const responses = new Responses(groups);
    const facts = { fact: 'response', part: partOf(of, end), columns: COLUMNS_OF_RESPONSES } as const;
    await this.readDays(tx, scope, facts, (day) => responses.add(day));
    return responses;
  }

  /** Reads first touches for the comparison of before and after. */
  async readAnswers(tx: Tx, scope: ReportScope, of: Of): Promise<Answers> {
    const answers = new Answers(await this.groupsOf(tx, scope));
    const facts = { fact: 'response', part: partOf(of, 'attempt'), columns: COLUMNS_OF_ANSWERS } as const;
    await this.readDays(tx, scope, facts, (day) => answers.add(day));
    return answers;
  }

  /** Counts the responses of test leads, which a report on other leads leaves out. */
  async countTestResponses(tx: Tx, all: ReportScope, of: Of, end: End): Promise<number> {
    const scope = { ...all, by: [], isTest: true };
    const groups = await this.groupsOf(tx, scope);
    let counted = 0;
    const facts = { fact: 'response', part: partOf(of, end), columns: ['outcome'] } as const;
    await this.readDays(tx, scope, facts, (day) => {
      for (const group of groups.of(day)) if (group !== LEFT_OUT) counted += 1;
    });
    return counted;
  }

  /** Counts how promises of a first touch ended: those to leads, or those of each owner. */
  async countInTime(tx: Tx, scope: ReportScope, of: Of, end: End): Promise<InTimeCount[]> {
    const counted = await this.count(tx, scope, IN_TIME, partOf(of, end));
    return counted.map(({ count: promises, ...row }) => ({ ...row, promises }));
  }

  /** @param kind null for all kinds */
  async countPromises(tx: Tx, scope: ReportScope, kind: LeadClockKind | null): Promise<PromiseCount[]> {
    const counted = await this.count(tx, scope, promisesOf(kind));
    return counted.map(({ count: promises, ...row }) => ({ ...row, promises }));
  }

  /** Counts the attempts until leads were reached. */
  async countAttempts(tx: Tx, scope: ReportScope, of: Of): Promise<AttemptCount[]> {
    const counted = await this.count(tx, scope, ATTEMPTS, partOf(of, 'contact'));
    return counted.map(({ count: leads, ...row }) => ({ ...row, leads }));
  }

  async countEnds(tx: Tx, scope: ReportScope): Promise<EndCount[]> {
    const counted = await this.count(tx, scope, ENDS);
    return counted.map(({ count: leads, ...row }) => ({ ...row, leads }));
  }

  /** @param whose whether rep and team are those of the new or the former owner */
  async countReassignments(sql: Sql, scope: ReportScope, whose: 'new' | 'former'): Promise<CauseCount[]> {
    const columns = whose === 'new' ? {} : { rep: 'former_rep', team: 'former_team' };
    return read(
      sql,
      scope,
      `select ${keysSql(scope, columns)}, cause, count(*)::int as moves
         from reassignment where ${whereSql(scope, columns)}
        group by 1, 2, cause`,
      valuesOf(scope),
    );
  }

  async sumWorth(sql: Sql, scope: ReportScope): Promise<WorthCount[]> {
    return read(
      sql,
      scope,
      `select ${keysSql(scope)}, stage, currency, sum(amount::numeric)::text as amount
         from achievement where ${whereSql(scope)}
        group by 1, 2, stage, currency`,
      valuesOf(scope),
    );
  }

  private async count<Common>(
    tx: Tx,
    scope: ReportScope,
    { fact, columns, codes, codesOf, commonOf }: FactCoding<Common>,
    part = 0,
  ): Promise<(GroupCodes & Common & { count: number })[]> {
    const groups = await this.groupsOf(tx, scope);
    const alike = new Alike(codes);
    await this.readDays(tx, scope, { fact, part, columns }, (day) => alike.add(groups.of(day), codesOf(day)));
    return alike.rows(groups.codes, (group, code, count) => ({ ...group, ...commonOf(code), count }));
  }

  private async groupsOf(tx: Tx, scope: ReportScope): Promise<Groups> {
    if (scope.repIds === null) return new Groups(scope, null);
    const rows = await tx.rows<{ id: number }>(
      `select id from report_key where kind = 'rep' and value = any ($1::text[])`,
      [scope.repIds],
    );
    return new Groups(scope, new Set(rows.map(({ id }) => id)));
  }

  private readDays(
    tx: Tx,
    scope: ReportScope,
    { columns, ...facts }: Facts,
    onDay: (day: PackedDay) => void,
  ): Promise<void> {
    const { isTest, span } = scope;
    const all = [...new Set([...columns, ...columnsOfGroups(scope)])];
    return this.days.read(tx, { ...facts, isTest, span, columns: all }, onDay);
  }

  /** Returns configured sources with the ids of the spellings that leads came with. */
  readSpellings(): Promise<{ code: string; numbers: number[] }[]> {
    return this.database.reads.rows(
      `select source.code, array_agg(report_key.id order by report_key.id) as numbers
         from source join source_spelling on source_id = source.id
         join report_key on kind = 'source' and value = spelling
        group by source.id, source.code`,
    );
  }

  readValues(codes: readonly number[]): Promise<Map<number, string>> {
    return this.database.reads.mapOf('select id, label from report_key where id = any ($1::int[])', [codes]);
  }
}

type Facts = Pick<PackedPart, 'fact' | 'part' | 'columns'>;

async function read<Row extends GroupCodes>(
  sql: Sql,
  { by, spellings }: ReportScope,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const rows = await sql.rows<Row>(text, values);
  if (spellings.size === 0 || !by.includes('source')) return rows;
  const codeOf = (code: number, dimension: Dimension | undefined) =>
    dimension === 'source' ? (spellings.get(code) ?? code) : code;
  return rows.map((row) => ({ ...row, first: codeOf(row.first, by[0]), second: codeOf(row.second, by[1]) }));
}

type Columns = Readonly<Partial<Record<Dimension, string>>>;

function keysSql(scope: ReportScope, columns: Columns = {}): string {
  const { first, second } = keyExpressions(scope, columns);
  return `${first} as first, ${second} as second`;
}

function keyExpressions({ by, timeZone, span }: ReportScope, columns: Columns = {}): { first: string; second: string } {
  const sql = (dimension: Dimension | undefined) => {
    if (dimension === undefined) return '0';
    if (!isTimeDimension(dimension)) return columns[dimension] ?? dimension;
    return TIME_SQL[dimension](localMinuteSql('received_minute', timeZone, span));
  };
  return { first: sql(by[0]), second: sql(by[1]) };
}

function whereSql({ repIds }: ReportScope, columns: Columns = {}): string {
  const ofReps = `${columns.rep ?? 'rep'} in (select id from report_key where kind = 'rep' and value = any ($6::text[]))`;
  return `received_at >= $1 and received_at < $2 and test = $3 and cycle between $4 and $5${repIds === null ? '' : ` and ${ofReps}`}`;
}

function valuesOf({ span, isTest, cycles, repIds }: ReportScope): unknown[] {
  return [toIso(span.from), toIso(span.to), isTest, cycles.from, cycles.to, ...(repIds === null ? [] : [repIds])];
}
