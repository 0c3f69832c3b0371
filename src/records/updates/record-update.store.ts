import { Injectable } from '@nestjs/common';
import { Outbox, type TakenRow } from '../../deliveries/outbox.store.js';
import { insertInto, valuesOf } from '../../platform/sql/columns.js';
import { Database, type Sql } from '../../platform/sql/database.js';
import { updateSet } from '../../platform/sql/row-sets.js';
import { selectList } from '../../platform/sql/table.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { unwrittenSql } from '../record.js';
import type { RecordUpdate } from './record-update.js';
import { RECORD_UPDATE } from './record-update.table.js';
import type { FieldStates } from './update-decision.js';

const ROW = RECORD_UPDATE.columns();
const INSERT = `${insertInto('record_update', ROW)} on conflict (record_id) do nothing`;
const COLUMNS = selectList(ROW);

export const RECORD_UPDATES = new Outbox({
  table: RECORD_UPDATE,
  key: ['recordId'],
  target: 'connectorId',
  targets: 'record_connector',
  waiting: 'pending',
});
export type TakenUpdate = TakenRow<RecordUpdate>;
export const UNWRITTEN_UPDATES = unwrittenSql('record_update');

@Injectable()
export class RecordUpdateStore {
  constructor(private readonly database: Database) {}

  async begin(tx: Sql, update: RecordUpdate): Promise<void> {
    await tx.query(INSERT, valuesOf([update], ROW), 'record-update-insert');
  }

  readonly updateMany = updateSet<RecordUpdate>(
    'record_update',
    RECORD_UPDATE.columns('recordId'),
    RECORD_UPDATE.without('recordId', 'connectorId'),
    'record-update-update',
  );

  /**
   * Requests updates of the records of handoffs: one, however often the form was amended. An update in progress
   * continues, and is followed by another.
   * @param isAnew for adopted records of new handoffs, whose versions start over
   */
  async want(tx: Sql, handoffIds: readonly string[], now: Instant, isAnew: boolean): Promise<void> {
    if (handoffIds.length === 0) return;
    await tx.query(
      `insert into record_update as former (record_id, connector_id, state, wanted_version, fields, attempts, begun_at, due_at)
       select record.id, record.connector_id, 'pending', handoff.form_version, '{}', 0, $2, $2
         from record join handoff on handoff.id = record.handoff_id
        where record.handoff_id = any ($1::uuid[]) and record.state = 'made'
           on conflict (record_id) do update
          set state = 'pending', wanted_version = excluded.wanted_version,
              written_version = case when $3::boolean then null else former.written_version end,
              failure = case when former.state = 'pending' then former.failure end,
              attempts = case when former.state = 'pending' then former.attempts else 0 end,
              begun_at = case when former.state = 'pending' then former.begun_at else excluded.begun_at end,
              due_at = coalesce(former.due_at, excluded.due_at)`,
      [handoffIds, toIso(now), isAnew],
      'record-update-want',
    );
  }

  /** Clears the omitted fields once a person has taken care of them. */
  async forgetOmitted(tx: Sql, recordIds: readonly string[]): Promise<void> {
    if (recordIds.length === 0) return;
    await tx.query(`update record_update set omitted = '[]' where record_id = any ($1::uuid[])`, [recordIds]);
  }

  readOf(sql: Sql, handoffIds: readonly string[]): Promise<RecordUpdate[]> {
    return sql.rowsOf(
      `select ${COLUMNS} from record_update
        where record_id in (select id from record where handoff_id = any ($1::uuid[]))`,
      [handoffIds],
      'record-update-read',
    );
  }

  /** Marks an update as possibly sent, in case this node crashes. @returns whether it is still taken by this node */
  markSent({ recordId, takenUntil }: TakenUpdate, fields: FieldStates): Promise<boolean> {
    return this.database.engine.matches(
      `update record_update set fields = $3 where record_id = $1 and due_at = $2 and state = 'pending' returning record_id`,
      [recordId, toIso(takenUntil), JSON.stringify(fields)],
    );
  }
}
