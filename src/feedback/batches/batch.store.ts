import { Injectable } from '@nestjs/common';
import { insertInto, valuesOf } from '../../platform/sql/columns.js';
import type { Sql } from '../../platform/sql/database.js';
import { type Row, selectList } from '../../platform/sql/table.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { FEEDBACK_BATCH } from './batch.table.js';

export type BatchRow = Row<typeof FEEDBACK_BATCH>;

const NEW = FEEDBACK_BATCH.columns('id', 'destinationId', 'format', 'items', 'leasedAt', 'leasedUntil');
const INSERT = insertInto('feedback_batch', NEW);
const COLUMNS = selectList(FEEDBACK_BATCH.columns());

@Injectable()
export class BatchStore {
  async insert(tx: Sql, row: Pick<BatchRow, 'id' | 'destinationId' | 'format' | 'items' | 'leasedAt' | 'leasedUntil'>) {
    await tx.query(INSERT, valuesOf([row], NEW));
  }

  /** Writes the new contents of a batch that is handed out again. */
  async renew(tx: Sql, id: string, { items, leasedUntil }: Pick<BatchRow, 'items' | 'leasedUntil'>): Promise<void> {
    await tx.query('update feedback_batch set items = $2, leased_until = $3 where id = $1', [
      id,
      items,
      toIso(leasedUntil),
    ]);
  }

  lock(tx: Sql, destinationId: string, id: string): Promise<BatchRow | undefined> {
    return tx.row(`select ${COLUMNS} from feedback_batch where id = $1 and destination_id = $2 for no key update`, [
      id,
      destinationId,
    ]);
  }

  async acknowledge(
    tx: Sql,
    id: string,
    { at, hash, answer, requestId }: { at: Instant; hash: string; answer: object; requestId: string | null },
  ): Promise<void> {
    await tx.query(
      'update feedback_batch set acked_at = $2, ack_hash = $3, ack_answer = $4, request_id = $5 where id = $1',
      [id, toIso(at), hash, JSON.stringify(answer), requestId],
    );
  }
}

export async function forgetBatches(tx: Sql, destinationId: string): Promise<void> {
  await tx.query('delete from feedback_batch where destination_id = $1', [destinationId]);
}
