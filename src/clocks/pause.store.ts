import { Injectable } from '@nestjs/common';
import { columnsFor, insertInto, valuesOf } from '../platform/columns.js';
import type { Sql } from '../platform/database.js';
import { sendUpdate, subjectColumns, updateBySubject } from '../vocabulary/subject-columns.store.js';
import { type OwnedType, SUBJECT_COLUMNS } from '../vocabulary/subjects.js';
import type { Pause } from './pause.js';

const { uuid, text, int, instant } = columnsFor<Pause>();
const CHANGING = [instant('until_at', ({ untilAt }) => untilAt), text('reason', ({ reason }) => reason)];
const ALL = [
  uuid('id', ({ id }) => id),
  ...subjectColumns<Pause>(),
  int('cycle', ({ cycle }) => cycle),
  text('kind', ({ kind }) => kind),
  instant('from_at', ({ fromAt }) => fromAt),
  text('actor_type', ({ madeBy }) => madeBy?.type ?? null),
  uuid('actor_id', ({ madeBy }) => madeBy?.id ?? null),
  ...CHANGING,
];
const INSERT = insertInto('pause', ALL);
const UPDATE = updateBySubject('pause', CHANGING);

/** The only writer of pauses. */
@Injectable()
export class PauseStore {
  /** All pauses of subjects, by their beginning. */
  async readOf(sql: Sql, type: OwnedType, ids: readonly string[]): Promise<Pause[]> {
    const of = SUBJECT_COLUMNS[type];
    const { rows } = await sql.query<Pause>(
      `select id, '${type}' as "subjectType", ${of} as "subjectId", cycle, kind, from_at as "fromAt", until_at as "untilAt",
              case when actor_id is not null then json_build_object('type', actor_type, 'id', actor_id) end as "madeBy", reason
         from pause where ${of} = any ($1::uuid[]) order by ${of}, from_at, id`,
      [ids],
      `pause-of-${type}`,
    );
    return rows;
  }

  async insertMany(tx: Sql, pauses: readonly Pause[]): Promise<void> {
    if (pauses.length === 0) return;
    await tx.query(INSERT, valuesOf(pauses, ALL), 'pause-insert');
  }

  /** Writes the ends and reasons of pauses. */
  async updateMany(tx: Sql, pauses: readonly Pause[]): Promise<void> {
    await sendUpdate(tx, UPDATE, pauses, 'pause-update');
  }
}
