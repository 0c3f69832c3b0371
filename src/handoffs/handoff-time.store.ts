import { Injectable } from '@nestjs/common';
import { columnsFor, insertInto, valuesOf } from '../platform/columns.js';
import type { Sql } from '../platform/database.js';
import type { HandoffTime } from './handoff-time.js';

const { uuid, float8 } = columnsFor<HandoffTime>();
const TIME = [
  uuid('id', ({ id }) => id),
  uuid('handoff_id', ({ handoffId }) => handoffId),
  float8('working_ms', ({ workingMs }) => workingMs),
];
const INSERT = insertInto('handoff_time', TIME);

/** Working time as it was counted when it ended: it is never counted again. */
@Injectable()
export class HandoffTimeStore {
  async insertMany(tx: Sql, times: readonly HandoffTime[]): Promise<void> {
    if (times.length > 0) await tx.query(INSERT, valuesOf(times, TIME), 'handoff-time-insert');
  }
}
