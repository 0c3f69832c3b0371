import { Injectable } from '@nestjs/common';
import { insertInto, valuesOf } from '../platform/columns.js';
import type { Sql } from '../platform/database.js';
import { selectList } from '../platform/table.js';
import { OFFBOARDING, type Offboarding } from './offboarding.table.js';

const COLUMNS = OFFBOARDING.columns();

@Injectable()
export class OffboardingStore {
  async find(sql: Sql, repId: string): Promise<Offboarding | undefined> {
    const { rows } = await sql.query<Offboarding>(
      `select ${selectList(COLUMNS)} from offboarding where rep_id = $1`,
      [repId],
      'offboarding-find',
    );
    return rows[0];
  }

  /** @returns those of the reps who had one */
  async deleteMany(tx: Sql, repIds: readonly string[]): Promise<string[]> {
    const { rows } = await tx.query<{ repId: string }>(
      'delete from offboarding where rep_id = any ($1::uuid[]) returning rep_id as "repId"',
      [repIds],
    );
    return rows.map(({ repId }) => repId);
  }

  async insert(tx: Sql, offboarding: Offboarding): Promise<void> {
    await tx.query(insertInto('offboarding', COLUMNS), valuesOf([offboarding], COLUMNS));
  }
}
