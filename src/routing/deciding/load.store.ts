import type { SourceCapacity } from '../../people/people.js';
import { columnsFor, inputRows, valuesOf } from '../../platform/sql/columns.js';
import type { Sql } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import { isOfSource } from '../../vocabulary/source-spelling.store.js';
import { GIVING_BACK } from '../assignments/assignment.js';
import type { Load, SourceLoad } from './roster.js';

export interface LoadQuestion {
  readonly repId: string;
  readonly perDay: number | null;
  readonly perWeek: number | null;
  readonly dayStart: Instant;
  readonly weekStart: Instant;
  /** The sources whose leads are counted, in lower case. */
  readonly bySource?: ReadonlyMap<string, SourceCapacity> | undefined;
}

interface SourceQuestion {
  readonly repId: string;
  readonly source: string;
  readonly most: number;
  readonly dayStart: Instant;
  readonly weekStart: Instant;
}

/** SQL for `isGivenBack`. */
const IS_GIVEN_BACK = `(assignment.cause in ('${GIVING_BACK.join(`', '`)}')
  or assignment.cause = 'reopen' and assignment.snapshot_id is null)`;

/**
 * Returns the SQL condition for assignments that count for days and weeks: none that were taken back or that gave a
 * lead back, nor what was brought along. @param isTakenBack as SQL
 */
export function countsForDays(isTakenBack = 'assignment.taken_back_at is not null'): string {
  return `not assignment.is_test and assignment.cycle > 0 and not ${IS_GIVEN_BACK} and not (${isTakenBack})`;
}
const COUNTS_FOR_DAYS = countsForDays();

const columns = columnsFor<LoadQuestion>();
const QUESTION = [
  columns.uuid('rep_id', (row) => row.repId),
  columns.int('per_day', (row) => row.perDay),
  columns.int('per_week', (row) => row.perWeek),
  columns.instant('day_start', (row) => row.dayStart),
  columns.instant('week_start', (row) => row.weekStart),
];

const ofSource = columnsFor<SourceQuestion>();
const SOURCE_QUESTION = [
  ofSource.uuid('rep_id', (row) => row.repId),
  ofSource.text('source', (row) => row.source),
  ofSource.int('most', (row) => row.most),
  ofSource.instant('day_start', (row) => row.dayStart),
  ofSource.instant('week_start', (row) => row.weekStart),
];

/**
 * Returns the loads of reps with a capacity. Leads of a day and a week are counted only up to the larger of the
 * capacities, so that the cost is bounded whatever the history.
 */
export async function readLoads(sql: Sql, questions: readonly LoadQuestion[]): Promise<Map<string, Load>> {
  if (questions.length === 0) return new Map();
  const bySource = readSourceLoads(sql, questions);
  const rows = await sql.rows<Load & { repId: string }>(
    `select rep_load.rep_id as "repId", rep_load.open, rep_load.untouched, latest.today, latest.week as "thisWeek"
       from ${inputRows(QUESTION)}
       join rep_load on rep_load.rep_id = input.rep_id
      cross join lateral (
        select count(*)::int as week, (count(*) filter (where from_at >= input.day_start))::int as today
          from (select from_at from assignment
                 where rep_id = input.rep_id and lead_id is not null and from_at >= input.week_start and ${COUNTS_FOR_DAYS}
                 order by from_at desc
                 limit coalesce(greatest(input.per_day, input.per_week), 0)) as counted) as latest`,
    valuesOf(questions, QUESTION),
    'roster-loads',
  );
  const ofSources = await bySource;
  return new Map(rows.map((row) => [row.repId, { ...row, bySource: ofSources.get(row.repId) }]));
}

/** Counts leads by source for reps with such capacities, assigned in the day and the week, up to the capacity. */
async function readSourceLoads(
  sql: Sql,
  questions: readonly LoadQuestion[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, SourceLoad>>> {
  const ofSources = questions.flatMap(({ bySource, ...question }) =>
    Array.from(bySource ?? [], ([source, { perDay = 0, perWeek = 0 }]): SourceQuestion => {
      return { ...question, source, most: Math.max(perDay, perWeek) };
    }),
  );
  if (ofSources.length === 0) return new Map();
  const rows = await sql.rows<SourceLoad & { repId: string; source: string }>(
    `select input.rep_id as "repId", input.source, latest.today, latest.week as "thisWeek"
       from ${inputRows(SOURCE_QUESTION)}
      cross join lateral (
        select count(*)::int as week, (count(*) filter (where from_at >= input.day_start))::int as today
          from (select assignment.from_at from assignment join lead on lead.id = assignment.lead_id
                 where assignment.rep_id = input.rep_id and ${COUNTS_FOR_DAYS}
                   and assignment.from_at >= input.week_start and ${isOfSource('lead.source_key', 'input.source')}
                 order by assignment.from_at desc limit input.most) as counted) as latest`,
    valuesOf(ofSources, SOURCE_QUESTION),
    'roster-source-loads',
  );
  const byRep = groupBy(rows, ({ repId }) => repId);
  return new Map(
    Array.from(byRep, ([repId, ofRep]) => [repId, new Map(ofRep.map(({ source, ...counts }) => [source, counts]))]),
  );
}
