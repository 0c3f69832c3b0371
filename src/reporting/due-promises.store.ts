import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';
import { PROMISES } from './promise-counts.js';

/** Until when the promises of a rep are asked for, and by whom. */
interface ReportQuery {
  readonly askedBy: string;
  readonly repId: string;
  readonly until: Instant;
}

/** What owners have promised and not kept yet. */
@Injectable()
export class DuePromisesStore {
  /** How many of each rep's own are due before an instant, for each who asks, from the open leads of these reps. */
  async countDue(
    sql: Sql,
    asked: readonly ReportQuery[],
  ): Promise<{ readonly askedBy: string; readonly repId: string; readonly promises: number }[]> {
    const { rows } = await sql.query<{ askedBy: string; repId: string; promises: number }>(
      `select asked.by as "askedBy", asked.rep_id as "repId", count(*)::int as promises
         from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as asked (by, rep_id, until)
         join assignment on assignment.rep_id = asked.rep_id and assignment.until_at is null
         join lead on lead.id = assignment.lead_id and not lead.test
         join clock on clock.lead_id = lead.id and clock.state = 'running' and clock.owner_id = asked.rep_id
                   and clock.due_at < asked.until and clock.kind = any ($4::text[])
        group by asked.by, asked.rep_id`,
      [
        asked.map(({ askedBy }) => askedBy),
        asked.map(({ repId }) => repId),
        asked.map(({ until }) => toIso(until)),
        PROMISES,
      ],
    );
    return rows;
  }
}
