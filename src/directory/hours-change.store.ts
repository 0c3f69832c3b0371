import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/sql/database.js';

/** The configuration revision at which the working time of each calendar, rep and pool last changed. */
@Injectable()
export class HoursChangeStore {
  /** @returns revisions by id; without those that never changed */
  readAll(tx: Tx): Promise<Map<string, number>> {
    return tx.map('select subject_id as id, revision from hours_change', [], 'hours-changes');
  }

  async record(tx: Tx, subjectIds: readonly string[], revision: number): Promise<void> {
    await tx.query(
      `insert into hours_change (subject_id, revision) select unnest($1::uuid[]), $2
       on conflict (subject_id) do update set revision = excluded.revision`,
      [subjectIds, revision],
    );
  }
}
