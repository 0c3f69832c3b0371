import { Injectable } from '@nestjs/common';
import { columnsFor, inputRows, namesOf, valuesOf } from '../platform/columns.js';
import type { Sql, Tx } from '../platform/database.js';
import type { Attempt } from './delivery.js';
import type { Settled } from './delivery-queue.store.js';

/** Of one delivery. */
export interface AttemptRow extends Omit<Attempt, 'askedForMs' | 'isFinal'> {
  readonly deliveryId: string;
  readonly number: number;
}

const { uuid, text, int, instant } = columnsFor<Settled>();
const ATTEMPT = [
  uuid('delivery_id', (row) => row.id),
  int('number', (row) => row.attempts),
  uuid('lead_id', (row) => (row.subjectType === 'lead' ? row.subjectId : null)),
  instant('at', (row) => row.attempt.at),
  int('took_ms', (row) => row.attempt.tookMs),
  int('status', (row) => row.attempt.status),
  text('answer', (row) => row.attempt.answer),
  text('problem', (row) => row.attempt.problem),
];
// Of a webhook that was deleted meanwhile nothing is kept.
const INSERT = `insert into delivery_attempt (${namesOf(ATTEMPT)})
  select ${namesOf(ATTEMPT)} from ${inputRows(ATTEMPT)}
   where exists (select 1 from delivery where delivery.id = input.delivery_id)
  on conflict (delivery_id, number) do nothing`;

const COLUMNS = `delivery_id as "deliveryId", number, at, took_ms as "tookMs", status, answer, problem`;

@Injectable()
export class AttemptStore {
  async insertMany(tx: Tx, rows: readonly Settled[]): Promise<void> {
    await tx.query(INSERT, valuesOf(rows, ATTEMPT), 'delivery-attempts');
  }

  /** Oldest first. */
  async readOf(sql: Sql, deliveryId: string): Promise<AttemptRow[]> {
    const { rows } = await sql.query<AttemptRow>(
      `select ${COLUMNS} from delivery_attempt where delivery_id = $1 order by number`,
      [deliveryId],
    );
    return rows;
  }

  /** The last of each. */
  async readLast(sql: Sql, deliveryIds: readonly string[]): Promise<AttemptRow[]> {
    const { rows } = await sql.query<AttemptRow>(
      `select distinct on (delivery_id) ${COLUMNS} from delivery_attempt
        where delivery_id = any ($1::uuid[]) order by delivery_id, number desc`,
      [deliveryIds],
    );
    return rows;
  }
}
