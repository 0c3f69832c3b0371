import { type Fields, keep } from '../events/verified.js';
import type { Sql } from '../platform/database.js';
import type { Instant } from '../platform/instant.js';
import type { OwnedType } from '../vocabulary/subjects.js';
import type { Held } from './differences.js';
import { keyOf } from './replay.js';
import type { Between } from './slice.js';
import { verifiedSubjects } from './verified-subjects.store.js';

type Row = Fields & { readonly id: string; readonly of: string };

/** What the tables hold of subjects, as far as the ledger tells of it. */
export class HeldStore {
  /** By the names of the subjects. */
  async read(sql: Sql, between: Between): Promise<Map<string, Held>> {
    const found = new Map<string, Held>();
    for (const { subjectType: type, row, rowsAbout } of verifiedSubjects()) {
      await this.readSubjects(sql, type, row, between, found);
      for (const [kept, text] of Object.entries(rowsAbout)) {
        const { rows } = await sql.query<Row>(text, [between.after, between.through]);
        for (const { id, of, ...fields } of rows)
          keep(found.get(keyOf({ subjectType: type, subjectId: of }))!.rows, kept, id, fields);
      }
    }
    return found;
  }

  private async readSubjects(
    sql: Sql,
    subjectType: OwnedType,
    text: string,
    { after, through }: Between,
    found: Map<string, Held>,
  ): Promise<void> {
    const { rows } = await sql.query<Row & { lastSeq: number; madeAt: Instant }>(text, [after, through]);
    for (const { id, of: subjectId, lastSeq, madeAt, ...fields } of rows) {
      const held: Held = { subjectType, subjectId, lastSeq, madeAt, rows: {} };
      keep(held.rows, 'subject', id, fields);
      found.set(keyOf(held), held);
    }
  }
}
