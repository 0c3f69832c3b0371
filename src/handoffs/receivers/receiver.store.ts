import { Injectable } from '@nestjs/common';
import { assignmentsOf, columnsFor, inputRows, insertInto, valuesOf } from '../../platform/columns.js';
import type { Sql } from '../../platform/database.js';
import { groupBy } from '../../platform/group.js';
import type { Receiver } from './receiver.js';

const COLUMNS = `handoff_id as "handoffId", place, name, stage, begun_at as "begunAt", owner_rep_id as "ownerRepId", state, checked, returns, missing, note,
  accepted_at as "acceptedAt", scheduled_at as "scheduledAt", done_at as "doneAt"`;

const { uuid, text, int, instant, jsonb } = columnsFor<Receiver>();
const KEY = [uuid('handoff_id', ({ handoffId }) => handoffId), int('place', ({ place }) => place)];
const CHANGING = [
  instant('begun_at', ({ begunAt }) => begunAt),
  uuid('owner_rep_id', ({ ownerRepId }) => ownerRepId),
  text('state', ({ state }) => state),
  jsonb('checked', ({ checked }) => checked),
  int('returns', ({ returns }) => returns),
  jsonb('missing', ({ missing }) => missing),
  text('note', ({ note }) => note),
  instant('accepted_at', ({ acceptedAt }) => acceptedAt),
  instant('scheduled_at', ({ scheduledAt }) => scheduledAt),
  instant('done_at', ({ doneAt }) => doneAt),
];
const RECEIVER = [...KEY, text('name', ({ name }) => name), int('stage', ({ stage }) => stage), ...CHANGING];
const CHANGED = [...KEY, ...CHANGING];
const INSERT = insertInto('handoff_receiver', RECEIVER);
const UPDATE = `update handoff_receiver set ${assignmentsOf(CHANGING)} from ${inputRows(CHANGED)}
  where handoff_receiver.handoff_id = input.handoff_id and handoff_receiver.place = input.place`;

/** Who receives handoffs, and how far they have come. */
@Injectable()
export class ReceiverStore {
  async insertMany(tx: Sql, receivers: readonly Receiver[]): Promise<void> {
    if (receivers.length > 0) await tx.query(INSERT, valuesOf(receivers, RECEIVER), 'handoff-receiver-insert');
  }

  async updateMany(tx: Sql, receivers: readonly Receiver[]): Promise<void> {
    if (receivers.length > 0) await tx.query(UPDATE, valuesOf(receivers, CHANGED), 'handoff-receiver-update');
  }

  /** By their handoffs, each in the order of the kind. */
  async readOf(sql: Sql, handoffIds: readonly string[]): Promise<ReadonlyMap<string, readonly Receiver[]>> {
    if (handoffIds.length === 0) return new Map();
    const { rows } = await sql.query<Receiver>(
      `select ${COLUMNS} from handoff_receiver where handoff_id = any ($1::uuid[]) order by handoff_id, place`,
      [handoffIds],
      'handoff-receivers',
    );
    return groupBy(rows, ({ handoffId }) => handoffId);
  }
}
