import { Injectable } from '@nestjs/common';
import { insertInto, valuesOf } from '../../platform/sql/columns.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { type Row, selectList } from '../../platform/sql/table.js';
import type { Instant } from '../../platform/values/duration.js';
import { BULK_REASSIGNED_LEAD, BULK_REASSIGNMENT } from './bulk-reassignment.table.js';

export type BulkReassignment = Row<typeof BULK_REASSIGNMENT>;

const BULK = BULK_REASSIGNMENT.columns();
const LEAD = BULK_REASSIGNED_LEAD.columns();

@Injectable()
export class BulkReassignmentStore {
  /** Does nothing if the same request has begun it before. */
  async begin(tx: Tx, bulk: BulkReassignment): Promise<void> {
    await tx.query(`${insertInto('bulk_reassignment', BULK)} on conflict do nothing`, valuesOf([bulk], BULK));
  }

  find(sql: Sql, id: string): Promise<BulkReassignment | undefined> {
    return sql.row(`select ${selectList(BULK)} from bulk_reassignment where id = $1`, [id]);
  }

  async addLeads(tx: Tx, moved: readonly Row<typeof BULK_REASSIGNED_LEAD>[]): Promise<void> {
    if (moved.length === 0) return;
    await tx.query(insertInto('bulk_reassigned_lead', LEAD), valuesOf(moved, LEAD), 'bulk-reassigned-leads');
  }

  /** Returns since when leads had waited to move when they were reassigned, by lead; without those that had not. */
  readWaited(sql: Sql, bulkId: string, leadIds: readonly string[]): Promise<Map<string, Instant>> {
    return sql.map(
      `select lead_id as "leadId", waiting_since as "waitingSince" from bulk_reassigned_lead
        where bulk_id = $1 and lead_id = any ($2::uuid[]) and waiting_since is not null`,
      [bulkId, leadIds],
    );
  }

  /** Returns the assignments that it began, by lead. */
  readLeads(sql: Sql, bulkId: string): Promise<Map<string, string>> {
    return sql.map(
      'select lead_id as "leadId", assignment_id as "assignmentId" from bulk_reassigned_lead where bulk_id = $1',
      [bulkId],
    );
  }
}
