import { Injectable } from '@nestjs/common';
import type { WayToTool } from '../deliveries/failing-tools/way-to-tool.js';
import { Outbox, type TakenRow } from '../deliveries/outbox.store.js';
import { Database, type Sql } from '../platform/sql/database.js';
import { insertSet, updateSet } from '../platform/sql/row-sets.js';
import { type Row, selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { type RecordRow, unwrittenSql } from './record.js';
import { RECORD } from './record.table.js';

const ROW = RECORD.without('erasures');
const COLUMNS = selectList(ROW);

export const RECORDS = new Outbox({
  table: RECORD,
  key: ['id'],
  target: 'connectorId',
  targets: 'record_connector',
  waiting: 'pending',
});
export type TakenRecord = TakenRow<Row<typeof RECORD>>;
export const UNWRITTEN_RECORDS = unwrittenSql('record');

@Injectable()
export class RecordStore {
  constructor(private readonly database: Database) {}

  /** Skips adopted records, which already exist. */
  readonly insertMany = insertSet<RecordRow>(
    'record',
    ROW,
    'record-insert',
    'on conflict (handoff_id, place) do nothing',
  );

  /**
   * Moves records of an earlier handoff to the new one of its deal. A deal that was reopened and won again is the same
   * work, also if all of it was done before, so records that were created, or may have been, continue under their key.
   * @param records the records that would otherwise be created
   */
  async adopt(tx: Sql, records: readonly RecordRow[], now: Instant): Promise<void> {
    if (records.length === 0) return;
    await tx.query(
      `update record
          set handoff_id = found.handoff_id, place = found.place, failure = null, attempts = 0, waits_since = null,
              begun_at = $2::timestamptz,
              state = case when state = 'made' then state else 'pending' end,
              ended_at = case when state = 'made' then ended_at end,
              due_at = case when state <> 'made' then greatest($2::timestamptz, asked_at + interval '1 minute') end
         from (
           select distinct on (begun.id, receiver.place) begun.id as handoff_id, receiver.place, former.id
             from unnest($1::uuid[], $3::int[], $4::uuid[]) as wanted (handoff_id, place, connector_id)
             join handoff as begun on begun.id = wanted.handoff_id and begun.starts_on <> 'manual'
             join handoff_receiver as receiver on receiver.handoff_id = begun.id and receiver.place = wanted.place
             join handoff as over on over.deal_id = begun.deal_id and over.kind_id = begun.kind_id and over.starts_on = begun.starts_on
                                 and over.state in ('cancelled', 'done') and over.renews_on is not distinct from begun.renews_on
             join handoff_receiver as gone on gone.handoff_id = over.id and gone.name = receiver.name
             join record as former on former.handoff_id = over.id and former.place = gone.place
                                  and former.connector_id = wanted.connector_id
            order by begun.id, receiver.place, former.state = 'made' desc, former.id desc) as found
        where record.id = found.id`,
      [
        records.map(({ handoffId }) => handoffId),
        toIso(now),
        records.map(({ place }) => place),
        records.map(({ connectorId }) => connectorId),
      ],
      'record-adopt',
    );
  }

  async readMany(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, RecordRow>> {
    const rows = await sql.rowsOf<RecordRow>(`select ${COLUMNS} from record where id = any ($1::uuid[])`, [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  readonly updateMany = updateSet<RecordRow>(
    'record',
    RECORD.columns('id'),
    RECORD.without('id', 'handoffId', 'place', 'connectorId', 'erasures'),
    'record-update',
  );

  readOf(sql: Sql, handoffIds: readonly string[]): Promise<RecordRow[]> {
    return sql.rowsOf(
      `select ${COLUMNS} from record where handoff_id = any ($1::uuid[]) order by handoff_id, place`,
      [handoffIds],
      'record-read',
    );
  }

  /**
   * Marks a record as possibly created, in case this node crashes.
   * @returns whether it is still taken by this node, and nobody was erased from it
   */
  markRequested({ id, takenUntil, askedAt, erasures }: TakenRecord, now: Instant): Promise<boolean> {
    return this.database.engine.matches(
      `update record set asked_at = $3 where id = $1 and due_at = $2 and state = 'pending' and erasures = $4 returning id`,
      [id, toIso(takenUntil), toIso(askedAt ?? now), erasures],
    );
  }
}

export const WAY_OF_CONNECTORS: WayToTool = {
  kind: 'recordConnector',
  code: 'recordConnectorFailing',
  alarm: 'connector.failing',
  trouble: ['record', 'record_update']
    .map(
      (table) => `select connector_id as id, begun_at, failure from ${table}
        where state in ('pending', 'failed') and failure is not null and waits_since is null`,
    )
    .join(' union all '),
  tools: 'select id, name from record_connector',
  reachedAt: `select greatest((select max(ended_at) from record where connector_id = tool.id and state = 'made'),
      (select max(begun_at) from record_update where connector_id = tool.id and state = 'current'))`,
  sentence: ({ name, count }) =>
    `Nothing has reached the tool of the record connector "${name}", with ${count === 1 ? 'one record or update' : `${count} records and updates`} not written,`,
  mend: ({ id }) => `POST /v1/record-connectors/${id}/test shows its answer, and PUT corrects the connector`,
};
