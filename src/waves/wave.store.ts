import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { WaveOrder } from './wave.js';

/** SQL condition for the pulse: whether a wave is due. */
export const WAVES_WAIT = '(select due_at <= $1 from wave_lead where due_at is not null order by due_at limit 1)';

interface DueLead {
  readonly leadId: string;
  readonly jobId: string;
  readonly policyId: string | null;
}

export interface WaveLeft {
  readonly at: Instant;
  readonly leads: number;
}

const DIRECTION: Readonly<Record<WaveOrder, string>> = { oldest: 'asc', newest: 'desc' };

@Injectable()
export class WaveStore {
  /** The last plan of a lead holds. */
  async addLeads(tx: Sql, jobId: string, policyId: string | null, leadIds: readonly string[]): Promise<void> {
    await tx.query(
      `insert into wave_lead (lead_id, job_id, policy_id) select unnest($3::uuid[]), $1, $2
       on conflict (lead_id) do update set job_id = excluded.job_id, policy_id = excluded.policy_id, due_at = null`,
      [jobId, policyId, leadIds],
    );
  }

  countOf(sql: Sql, jobId: string): Promise<number> {
    return sql.value('select count(*)::int as leads from wave_lead where job_id = $1', [jobId]);
  }

  /** Plans the leads of a job: as many for each instant, in the order in which they asked. */
  async plan(
    tx: Tx,
    jobId: string,
    { order, perDay, instants }: { readonly order: WaveOrder; readonly perDay: number; readonly instants: Instant[] },
  ): Promise<void> {
    await tx.query(
      `update wave_lead set due_at = ($2::timestamptz[])[1 + placed.place / $3]
         from (select lead_id, row_number() over (order by lead_id ${DIRECTION[order]}) - 1 as place
                 from wave_lead where job_id = $1) as placed
        where wave_lead.lead_id = placed.lead_id`,
      [jobId, instants.map(toIso), perDay],
    );
  }

  readDue(sql: Sql, now: Instant, limit: number): Promise<DueLead[]> {
    return sql.rows(
      `select lead_id as "leadId", job_id as "jobId", policy_id as "policyId" from wave_lead
        where due_at <= $1 order by due_at, lead_id limit $2`,
      [toIso(now), limit],
      'waves-due',
    );
  }

  /** @returns the leads that no other transaction has taken off */
  async takeOff(tx: Tx, leadIds: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(
      await tx.column<string>('delete from wave_lead where lead_id = any ($1::uuid[]) returning lead_id as id', [
        leadIds,
      ]),
    );
  }

  readLeft(sql: Sql, jobId: string): Promise<WaveLeft[]> {
    return sql.rows(
      `select due_at as at, count(*)::int as leads from wave_lead where job_id = $1 and due_at is not null
        group by due_at order by due_at`,
      [jobId],
    );
  }

  /** Reads what is still to come of all jobs, the newest first. */
  readPlans(sql: Sql): Promise<(WaveLeft & { readonly jobId: string })[]> {
    return sql.rows(
      `select job_id as "jobId", due_at as at, count(*)::int as leads from wave_lead where due_at is not null
        group by job_id, due_at order by job_id desc, due_at`,
    );
  }

  /** @returns how many leads were left */
  async cancel(sql: Sql, jobId: string): Promise<number> {
    return (await sql.query('delete from wave_lead where job_id = $1', [jobId])).count;
  }

  /** Forgets leads whose job ended before it had planned them. */
  async forgetUnplanned(sql: Sql): Promise<void> {
    await sql.query(
      `delete from wave_lead where due_at is null
          and not exists (select from job where job.id = wave_lead.job_id and job.state = 'running')`,
      [],
      'waves-forget',
    );
  }
}
