import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database.js';

/** When the working time of calendars, reps and pools last changed, as revisions of the configuration. */
@Injectable()
export class HoursChangeStore {
  /** @returns revisions by the id of whom it is about; those that never changed are left out */
  async readAll(tx: Tx): Promise<Map<string, number>> {
    const { rows } = await tx.query<{ id: string; revision: number }>(
      'select subject_id as id, revision from hours_change',
    );
    return new Map(rows.map(({ id, revision }) => [id, revision]));
  }

  async record(tx: Tx, subjectIds: readonly string[], revision: number): Promise<void> {
    await tx.query(
      `insert into hours_change (subject_id, revision) select unnest($1::uuid[]), $2
       on conflict (subject_id) do update set revision = excluded.revision`,
      [subjectIds, revision],
    );
  }
}
