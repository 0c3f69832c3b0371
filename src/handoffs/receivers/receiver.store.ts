import { Injectable } from '@nestjs/common';
import { assignmentsOf, inputRows, insertInto, valuesOf } from '../../platform/columns.js';
import type { Sql } from '../../platform/database.js';
import { groupBy } from '../../platform/group.js';
import { selectList } from '../../platform/table.js';
import type { Receiver } from './receiver.js';
import { HANDOFF_RECEIVER } from './receiver.table.js';

const RECEIVER = HANDOFF_RECEIVER.columns();
const CHANGING = HANDOFF_RECEIVER.without('handoffId', 'place', 'name', 'stage');
const CHANGED = [...HANDOFF_RECEIVER.columns('handoffId', 'place'), ...CHANGING];
const COLUMNS = selectList(RECEIVER);
const INSERT = insertInto('handoff_receiver', RECEIVER);
const UPDATE = `update handoff_receiver set ${assignmentsOf(CHANGING)} from ${inputRows(CHANGED)}
  where handoff_receiver.handoff_id = input.handoff_id and handoff_receiver.place = input.place`;

@Injectable()
export class ReceiverStore {
  async insertMany(tx: Sql, receivers: readonly Receiver[]): Promise<void> {
    if (receivers.length > 0) await tx.query(INSERT, valuesOf(receivers, RECEIVER), 'handoff-receiver-insert');
  }

  async updateMany(tx: Sql, receivers: readonly Receiver[]): Promise<void> {
    if (receivers.length > 0) await tx.query(UPDATE, valuesOf(receivers, CHANGED), 'handoff-receiver-update');
  }

  /** Returns receivers by handoff, each in the order of the kind. */
  async readOf(sql: Sql, handoffIds: readonly string[]): Promise<ReadonlyMap<string, readonly Receiver[]>> {
    if (handoffIds.length === 0) return new Map();
    const rows = await sql.rows<Receiver>(
      `select ${COLUMNS} from handoff_receiver where handoff_id = any ($1::uuid[]) order by handoff_id, place`,
      [handoffIds],
      'handoff-receivers',
    );
    return groupBy(rows, ({ handoffId }) => handoffId);
  }
}
