import { Injectable } from '@nestjs/common';
import { columnsFor, insertInto, valuesOf } from '../platform/columns.js';
import type { Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';
import { sendUpdate, subjectColumns, updateBySubject } from '../vocabulary/subject-columns.store.js';
import { type OwnedType, SUBJECT_COLUMNS } from '../vocabulary/subjects.js';
import type { Assignment, AssignmentRef, Tenure } from './assignment.js';
import type { TraceSnapshot } from './trace.js';

export type EndedAssignment = AssignmentRef & { readonly untilAt: Instant };
export type ChosenPool = AssignmentRef & Pick<Assignment, 'poolChosen'>;

const { uuid, text, int, boolean, json, instant } = columnsFor<Assignment>();
const NEW = [
  uuid('id', (row) => row.id),
  ...subjectColumns<Assignment>(),
  int('cycle', (row) => row.cycle),
  uuid('rep_id', (row) => row.repId),
  uuid('pool_id', (row) => row.poolId),
  text('rule', (row) => row.rule),
  text('cause', (row) => row.cause),
  instant('from_at', (row) => row.fromAt),
  uuid('snapshot_id', (row) => row.snapshotId),
  json('trace', (row) => row.trace),
  text('note', (row) => row.note),
  boolean('pool_chosen', (row) => row.poolChosen),
  uuid('preferred_rep_id', (row) => row.preferredRepId),
];
const INSERT = insertInto('assignment', NEW);
const END = updateBySubject(
  'assignment',
  [columnsFor<EndedAssignment>().instant('until_at', (row) => row.untilAt)],
  'and assignment.until_at is null',
);
const CHOOSE = updateBySubject('assignment', [
  columnsFor<ChosenPool>().boolean('pool_chosen', (row) => row.poolChosen),
]);

@Injectable()
export class AssignmentStore {
  /** Who has had each subject and who has it now, oldest first; the caller holds their locks. */
  async readTenures(tx: Sql, type: OwnedType, ids: readonly string[]): Promise<Tenure[]> {
    const column = SUBJECT_COLUMNS[type];
    const { rows } = await tx.query<Tenure>(
      `select id, '${type}' as "subjectType", ${column} as "subjectId", cycle, rep_id as "repId", cause,
              from_at as "fromAt", until_at as "untilAt", pool_id as "poolId", pool_chosen as "poolChosen"
         from assignment where ${column} = any ($1::uuid[])
        -- By their times, and of one instant the one that lasts last: ids of different nodes follow their own clocks.
        order by ${column}, cycle, from_at, until_at nulls last, id`,
      [ids],
      `assignment-tenures-${type}`,
    );
    return rows;
  }

  async endMany(tx: Sql, assignments: readonly EndedAssignment[]): Promise<void> {
    await sendUpdate(tx, END, assignments, 'assignment-end');
  }

  /** Says of assignments whether a person chose their pool. */
  async choosePools(tx: Sql, assignments: readonly ChosenPool[]): Promise<void> {
    await sendUpdate(tx, CHOOSE, assignments, 'assignment-choose');
  }

  async insertMany(tx: Sql, assignments: readonly Assignment[]): Promise<void> {
    if (assignments.length === 0) return;
    await tx.query(INSERT, valuesOf(assignments, NEW), 'assignment-insert');
  }

  async insertSnapshot(tx: Sql, id: string, snapshot: TraceSnapshot): Promise<void> {
    await tx.query(
      'insert into routing_snapshot (id, at, body) values ($1, $2, $3)',
      [id, toIso(snapshot.at), JSON.stringify(snapshot)],
      'snapshot-insert',
    );
  }

  /** A lead's assignments with the snapshots that explain them, newest first. */
  async readHistory(sql: Sql, leadId: string): Promise<(Assignment & { readonly snapshot: TraceSnapshot | null })[]> {
    const { rows } = await sql.query<Assignment & { snapshot: TraceSnapshot | null }>(
      `select assignment.id, 'lead' as "subjectType", lead_id as "subjectId", cycle, rep_id as "repId", pool_id as "poolId", rule, cause,
              from_at as "fromAt", until_at as "untilAt", snapshot_id as "snapshotId", trace, note,
              pool_chosen as "poolChosen", routing_snapshot.body as snapshot
         from assignment left join routing_snapshot on routing_snapshot.id = assignment.snapshot_id
        where lead_id = $1 order by from_at desc, assignment.id desc`,
      [leadId],
    );
    return rows;
  }

  /** What people wrote about the assignments of a lead, by assignment. */
  async readNotes(sql: Sql, leadId: string): Promise<Map<string, string>> {
    const { rows } = await sql.query<{ id: string; note: string }>(
      'select id, note from assignment where lead_id = $1 and note is not null',
      [leadId],
    );
    return new Map(rows.map(({ id, note }) => [id, note]));
  }
}
