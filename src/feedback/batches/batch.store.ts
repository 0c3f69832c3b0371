import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/database.js';
import { type Instant, toIso } from '../../platform/instant.js';

/** Deliveries that were handed out together. */
export interface BatchRow {
  readonly id: string;
  readonly destinationId: string;
  readonly format: 'json' | 'csv';
  readonly items: number;
  readonly leasedAt: Instant;
  readonly leasedUntil: Instant;
  readonly ackedAt: Instant | null;
  /** Of what was reported: the same again gets the same answer. */
  readonly ackHash: string | null;
  readonly ackAnswer: object | null;
  /** By which the platform finds it again. */
  readonly requestId: string | null;
}

const COLUMNS = `id, destination_id as "destinationId", format, items, leased_at as "leasedAt",
  leased_until as "leasedUntil", acked_at as "ackedAt", ack_hash as "ackHash", ack_answer as "ackAnswer",
  request_id as "requestId"`;

@Injectable()
export class BatchStore {
  async insert(tx: Sql, row: Pick<BatchRow, 'id' | 'destinationId' | 'format' | 'items' | 'leasedAt' | 'leasedUntil'>) {
    await tx.query(
      `insert into feedback_batch (id, destination_id, format, items, leased_at, leased_until)
       values ($1, $2, $3, $4, $5, $6)`,
      [row.id, row.destinationId, row.format, row.items, toIso(row.leasedAt), toIso(row.leasedUntil)],
    );
  }

  /** Of one that was handed out once more: what it holds by now. */
  async renew(tx: Sql, id: string, { items, leasedUntil }: Pick<BatchRow, 'items' | 'leasedUntil'>): Promise<void> {
    await tx.query('update feedback_batch set items = $2, leased_until = $3 where id = $1', [
      id,
      items,
      toIso(leasedUntil),
    ]);
  }

  async lock(tx: Sql, destinationId: string, id: string): Promise<BatchRow | undefined> {
    const { rows } = await tx.query<BatchRow>(
      `select ${COLUMNS} from feedback_batch where id = $1 and destination_id = $2 for no key update`,
      [id, destinationId],
    );
    return rows[0];
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

/** Of a destination that goes. */
export async function forgetBatches(tx: Sql, destinationId: string): Promise<void> {
  await tx.query('delete from feedback_batch where destination_id = $1', [destinationId]);
}
