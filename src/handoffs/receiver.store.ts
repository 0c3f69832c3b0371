import { Injectable } from '@nestjs/common';
import { assignmentsOf, columnsFor, inputRows, insertInto, valuesOf } from '../platform/columns.js';
import type { Sql } from '../platform/database.js';
import { groupBy } from '../platform/group.js';
import type { Receiver } from './receiver.js';

const COLUMNS = `handoff_id as "handoffId", place, name, owner_rep_id as "ownerRepId", state, checked, returns, missing, note,
  accepted_at as "acceptedAt", scheduled_at as "scheduledAt", done_at as "doneAt"`;

const { uuid, text, int, instant, jsonb } = columnsFor<Receiver>();
const KEY = [uuid('handoff_id', ({ handoffId }) => handoffId), int('place', ({ place }) => place)];
const CHANGING = [
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
const RECEIVER = [...KEY, text('name', ({ name }) => name), ...CHANGING];
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

  /** Handoffs that run, with a receiver for which somebody answers who has left, after an id. */
  async findOfWhoLeft(sql: Sql, after: string | null, limit: number): Promise<string[]> {
    const { rows } = await sql.query<{ id: string }>(
      `select distinct handoff.id
         from rep join handoff_receiver as receiver on receiver.owner_rep_id = rep.id and receiver.state <> 'done'
         join handoff on handoff.id = receiver.handoff_id and handoff.state = 'running'
        where not rep.active and ($1::uuid is null or handoff.id > $1)
        order by handoff.id limit $2`,
      [after, limit],
      'handoff-receivers-left',
    );
    return rows.map(({ id }) => id);
  }
}
