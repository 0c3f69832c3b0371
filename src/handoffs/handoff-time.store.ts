import { Injectable } from '@nestjs/common';
import { insertInto, valuesOf } from '../platform/columns.js';
import type { Sql } from '../platform/database.js';
import type { HandoffTime } from './handoff.js';
import { HANDOFF_TIME } from './handoff.table.js';

const TIME = HANDOFF_TIME.columns();
const INSERT_TIME = insertInto('handoff_time', TIME);

/** Stores working time, which is counted once, at the end. */
@Injectable()
export class HandoffTimeStore {
  async insertMany(tx: Sql, times: readonly HandoffTime[]): Promise<void> {
    if (times.length > 0) await tx.query(INSERT_TIME, valuesOf(times, TIME), 'handoff-time-insert');
  }
}
