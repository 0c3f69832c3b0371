import { Injectable } from '@nestjs/common';
import { insertInto, valuesOf } from '../platform/sql/columns.js';
import type { Sql } from '../platform/sql/database.js';
import { type Row, selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { SkipCounts } from './bulk-closing.js';
import { BULK_RUN } from './bulk-closing.table.js';

/** A pass through the leads of a bulk closing, to close or to reopen them. */
export interface BulkRun extends Row<typeof BULK_RUN> {
  /** Whether its job was cancelled or has failed. */
  readonly isCutShort: boolean;
}

type NewBulkRun = Omit<BulkRun, 'endedAt' | 'found' | 'done' | 'skipped' | 'isCutShort'>;

const NEW = BULK_RUN.without('endedAt', 'found', 'done', 'skipped');
const INSERT = `${insertInto('bulk_run', NEW)} on conflict do nothing`;
const COLUMNS = `${selectList(BULK_RUN.columns(), 'bulk_run')},
  exists (select from job where job.id = bulk_run.id and job.state in ('cancelled', 'failed')) as "isCutShort"`;

/** The number of interrupted runs handled at once; the rest follows the next time. */
const CUT_SHORT_MAX = 20;

/** SQL condition for the pulse: whether any run has not ended. */
export const RUNS_WAIT = '(select id from bulk_run where ended_at is null order by id limit 1) is not null';

@Injectable()
export class BulkRunStore {
  /** A repeated request finds its run. @returns whether it is new */
  begin(tx: Sql, run: NewBulkRun): Promise<boolean> {
    return tx.matches(INSERT, valuesOf([run], NEW));
  }

  /** Resets the counts of a repeated request to what it has done before, and what is left. */
  async restart(tx: Sql, id: string, done: number, leadIds: readonly string[]): Promise<void> {
    await tx.query(
      `update bulk_run set found = $2, done = $2, skipped = '{}', ended_at = case when $3 then null else ended_at end
        where id = $1`,
      [id, done, leadIds.length > 0],
    );
    await tx.query('delete from bulk_lead where run_id = $1', [id]);
    await this.addLeads(tx, id, leadIds);
  }

  find(sql: Sql, id: string): Promise<BulkRun | undefined> {
    return sql.row(`select ${COLUMNS} from bulk_run where id = $1`, [id], 'bulk-run-find');
  }

  /** Oldest first. */
  readOf(sql: Sql, bulkIds: readonly string[]): Promise<BulkRun[]> {
    return sql.rows(`select ${COLUMNS} from bulk_run where bulk_id = any ($1::uuid[]) order by id`, [bulkIds]);
  }

  /** Adds leads to be processed, unless the run has ended. A lead that is in it already is not counted again. */
  async addLeads(tx: Sql, id: string, leadIds: readonly string[]): Promise<void> {
    await tx.query(
      `with added as (
         insert into bulk_lead (run_id, lead_id)
         select id, unnest($2::uuid[]) from bulk_run where id = $1 and ended_at is null
         on conflict do nothing returning lead_id)
       update bulk_run set found = found + (select count(*) from added) where id = $1`,
      [id, leadIds],
      'bulk-run-add',
    );
  }

  /** By ascending id. */
  readNext(sql: Sql, id: string, afterId: string | null, limit: number): Promise<string[]> {
    return sql.column(
      `select lead_id as "leadId" from bulk_lead
        where run_id = $1 and lead_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
        order by lead_id limit $3`,
      [id, afterId, limit],
      'bulk-run-next',
    );
  }

  /** Removes leads from those to be processed. @returns those that no other transaction had removed */
  async takeOff(tx: Sql, id: string, leadIds: readonly string[]): Promise<Set<string>> {
    return new Set(
      await tx.column<string>(
        `delete from bulk_lead where run_id = $1 and lead_id = any ($2::uuid[]) returning lead_id as "leadId"`,
        [id, leadIds],
        'bulk-run-take-off',
      ),
    );
  }

  async count(tx: Sql, id: string, done: number, skipped: SkipCounts): Promise<void> {
    await tx.query(
      `update bulk_run
          set done = done + $2,
              skipped = case when $3::jsonb = '{}' then skipped else (
                select jsonb_object_agg(why, leads) from (
                  select why, sum(leads::int) as leads
                    from (select * from jsonb_each_text(skipped)
                          union all select * from jsonb_each_text($3::jsonb)) as both_sides (why, leads)
                   group by why) as summed) end
        where id = $1`,
      [id, done, JSON.stringify(skipped)],
      'bulk-run-count',
    );
  }

  /** Ends a run and drops the leads that are left. @returns the ended run; undefined if it had ended before */
  async endIfOpen(tx: Sql, id: string, now: Instant): Promise<BulkRun | undefined> {
    const rows = await tx.rows<BulkRun>(
      `update bulk_run set ended_at = $2 where id = $1 and ended_at is null returning ${COLUMNS}`,
      [id, toIso(now)],
    );
    if (rows.length > 0) await tx.query('delete from bulk_lead where run_id = $1', [id]);
    return rows[0];
  }

  /** Returns interrupted runs: their job is not running, or, without a job, they began before an instant. */
  readCutShort(sql: Sql, before: Instant): Promise<string[]> {
    return sql.column(
      `select bulk_run.id from bulk_run left join job on job.id = bulk_run.id
        where ended_at is null
          and case when is_job then job.state is distinct from 'running' else begun_at < $1 end
        order by bulk_run.id limit ${CUT_SHORT_MAX}`,
      [toIso(before)],
      'bulk-run-cut-short',
    );
  }
}
