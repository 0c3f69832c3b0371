import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';

export interface SummarisedManager {
  readonly repId: string;
  readonly toldUntil: Instant;
  /** The manager's last summarised day; null for none. */
  readonly day: string | null;
}

@Injectable()
export class DailySummaryStore {
  /** Reads the state of managers. For a new manager, summaries start now. */
  async readMany(sql: Sql, repIds: readonly string[], now: Instant): Promise<SummarisedManager[]> {
    const read = () =>
      sql.rows<SummarisedManager>(
        `select rep_id as "repId", told_until as "toldUntil", day::text from daily_summary where rep_id = any ($1::uuid[])`,
        [repIds],
      );
    const rows = await read();
    const known = new Set(rows.map(({ repId }) => repId));
    const fresh = repIds.filter((repId) => !known.has(repId));
    if (fresh.length === 0) return rows;
    await sql.query(
      `insert into daily_summary (rep_id, told_until) select id, $2 from rep where id = any ($1::uuid[]) order by id
           on conflict do nothing`,
      [fresh, toIso(now)],
    );
    return read();
  }

  /** Records summaries of a day. @returns the managers for whom no other node has done so */
  async recordOnce(
    tx: Tx,
    summaries: readonly { readonly repId: string; readonly day: string }[],
    until: Instant,
  ): Promise<Set<string>> {
    return new Set(
      await tx.column<string>(
        `with due as materialized (
         select daily_summary.rep_id, told.day
           from unnest($1::uuid[], $2::date[]) as told (rep_id, day) join daily_summary using (rep_id)
          where daily_summary.day is null or daily_summary.day < told.day
          order by rep_id for no key update of daily_summary skip locked
       )
       update daily_summary set told_until = $3, day = due.day from due where daily_summary.rep_id = due.rep_id
       returning daily_summary.rep_id as "repId"`,
        [summaries.map(({ repId }) => repId), summaries.map(({ day }) => day), toIso(until)],
      ),
    );
  }
}
