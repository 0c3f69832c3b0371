import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/sql/database.js';
import { insertSet } from '../platform/sql/row-sets.js';
import { selectList } from '../platform/sql/table.js';
import { sendUpdate, subjectColumns, updateBySubject } from '../vocabulary/subject-columns.store.js';
import { type OwnedType, SUBJECT_COLUMNS } from '../vocabulary/subjects.js';
import { PAUSE } from './clock.table.js';
import type { Pause } from './pause.js';

const CHANGING = PAUSE.columns('untilAt', 'reason');
const ALL = [
  ...PAUSE.columns('id'),
  ...subjectColumns<Pause>(),
  ...PAUSE.columns('cycle', 'kind', 'fromAt'),
  PAUSE.column('actorType', ({ madeBy }: Pause) => madeBy?.type ?? null),
  PAUSE.column('actorId', ({ madeBy }: Pause) => madeBy?.id ?? null),
  ...CHANGING,
];
const UPDATE = updateBySubject<Pause>('pause', CHANGING);

/** The only writer of pauses. */
@Injectable()
export class PauseStore {
  /** Reads all pauses of subjects, by their beginning. */
  readOf(sql: Sql, type: OwnedType, ids: readonly string[]): Promise<Pause[]> {
    const of = SUBJECT_COLUMNS[type];
    return sql.rows(
      `select ${selectList(PAUSE.columns('id', 'cycle', 'kind', 'fromAt', 'untilAt', 'reason'))},
              '${type}' as "subjectType", ${of} as "subjectId",
              case when actor_id is not null then json_build_object('type', actor_type, 'id', actor_id) end as "madeBy"
         from pause where ${of} = any ($1::uuid[]) order by ${of}, from_at, id`,
      [ids],
      `pause-of-${type}`,
    );
  }

  readonly insertMany = insertSet<Pause>('pause', ALL, 'pause-insert');

  async updateMany(tx: Sql, pauses: readonly Pause[]): Promise<void> {
    await sendUpdate(tx, UPDATE, pauses, 'pause-update');
  }
}
