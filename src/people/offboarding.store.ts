import { Injectable } from '@nestjs/common';
import { insertInto, valuesOf } from '../platform/columns.js';
import type { Sql } from '../platform/database.js';
import { selectList } from '../platform/table.js';
import { OFFBOARDING, type Offboarding } from './offboarding.table.js';

const COLUMNS = OFFBOARDING.columns();

/** Departures that are planned. */
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

  /** @returns whether there was one */
  async delete(tx: Sql, repId: string): Promise<boolean> {
    return (await tx.query('delete from offboarding where rep_id = $1', [repId])).count > 0;
  }

  async insert(tx: Sql, offboarding: Offboarding): Promise<void> {
    await tx.query(insertInto('offboarding', COLUMNS), valuesOf([offboarding], COLUMNS));
  }
}
