import { Injectable } from '@nestjs/common';
import { columnsOf, instant, json, plain, text } from '../platform/columns.js';
import type { Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';
import type { Assignment, Tenure } from './assignment.js';
import type { TraceSnapshot } from './trace.js';

@Injectable()
export class AssignmentStore {
  /** Who has had each lead and who has it now, oldest first; the caller holds the leads' locks. */
  async readTenures(tx: Sql, leadIds: readonly string[]): Promise<Tenure[]> {
    const { rows } = await tx.query<Tenure>(
      `select id, lead_id as "leadId", cycle, rep_id as "repId", cause, until_at is null as "isOpen"
         from assignment where lead_id = any ($1::uuid[]) order by lead_id, id`,
      [leadIds],
      'assignment-tenures',
    );
    return rows;
  }

  async endMany(tx: Sql, ended: readonly Pick<Assignment, 'leadId' | 'id'>[], now: Instant): Promise<void> {
    if (ended.length === 0) return;
    await tx.query(
      `update assignment set until_at = $3
         from unnest($1::uuid[], $2::uuid[]) as ended (lead_id, id)
        where assignment.lead_id = ended.lead_id and assignment.id = ended.id and until_at is null`,
      [...columnsOf(ended, [plain((row) => row.leadId), plain((row) => row.id)]), toIso(now)],
      'assignment-end',
    );
  }

  async insertMany(tx: Sql, assignments: readonly Assignment[]): Promise<void> {
    if (assignments.length === 0) return;
    await tx.query(
      `insert into assignment (id, lead_id, cycle, rep_id, pool_id, rule, cause, from_at, snapshot_id, trace, note)
       select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::uuid[], $6::text[], $7::text[],
                            $8::timestamptz[], $9::uuid[], $10::json[], $11::text[])`,
      columnsOf(assignments, [
        plain((row) => row.id),
        plain((row) => row.leadId),
        plain((row) => row.cycle),
        plain((row) => row.repId),
        plain((row) => row.poolId),
        text((row) => row.rule),
        plain((row) => row.cause),
        instant((row) => row.fromAt),
        plain((row) => row.snapshotId),
        json((row) => row.trace),
        text((row) => row.note),
      ]),
      'assignment-insert',
    );
  }

  async insertSnapshot(tx: Sql, id: string, snapshot: TraceSnapshot): Promise<void> {
    await tx.query(
      'insert into routing_snapshot (id, at, body) values ($1, $2, $3)',
      [id, toIso(snapshot.at), JSON.stringify(snapshot)],
      'snapshot-insert',
    );
  }

  /** A lead's assignments with the snapshots that explain them, newest first. */
  async readHistory(sql: Sql, leadId: string): Promise<(Assignment & { readonly snapshot: TraceSnapshot | null })[]> {
    const { rows } = await sql.query<Assignment & { snapshot: TraceSnapshot | null }>(
      `select assignment.id, lead_id as "leadId", cycle, rep_id as "repId", pool_id as "poolId", rule, cause,
              from_at as "fromAt", until_at as "untilAt", snapshot_id as "snapshotId", trace, note, routing_snapshot.body as snapshot
         from assignment left join routing_snapshot on routing_snapshot.id = assignment.snapshot_id
        where lead_id = $1 order by from_at desc, assignment.id desc`,
      [leadId],
    );
    return rows;
  }

  /** What people wrote about the assignments of a lead, by assignment. */
  async readNotes(sql: Sql, leadId: string): Promise<Map<string, string>> {
    const { rows } = await sql.query<{ id: string; note: string }>(
      'select id, note from assignment where lead_id = $1 and note is not null',
      [leadId],
    );
    return new Map(rows.map(({ id, note }) => [id, note]));
  }
}
