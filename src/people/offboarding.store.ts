import { Injectable } from '@nestjs/common';
import { insertInto, valuesOf } from '../platform/sql/columns.js';
import type { Sql } from '../platform/sql/database.js';
import { selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { OFFBOARDING, type Offboarding } from './offboarding.table.js';

const COLUMNS = OFFBOARDING.columns();

@Injectable()
export class OffboardingStore {
  find(sql: Sql, repId: string): Promise<Offboarding | undefined> {
    return sql.row(`select ${selectList(COLUMNS)} from offboarding where rep_id = $1`, [repId], 'offboarding-find');
  }

  /** Returns the reps who will have left by an instant. */
  readLeavers(sql: Sql, at: Instant): Promise<string[]> {
    return sql.column('select rep_id as "repId" from offboarding where at <= $1', [toIso(at)]);
  }

  /** @returns those of the reps who had one */
  deleteMany(tx: Sql, repIds: readonly string[]): Promise<string[]> {
    return tx.column('delete from offboarding where rep_id = any ($1::uuid[]) returning rep_id as "repId"', [repIds]);
  }

  async insert(tx: Sql, offboarding: Offboarding): Promise<void> {
    await tx.query(insertInto('offboarding', COLUMNS), valuesOf([offboarding], COLUMNS));
  }
}
