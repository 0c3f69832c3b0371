import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { PROMISES } from './promise-counts.js';

/** A question for the promises of a rep that are due before an instant, on behalf of a recipient. */
interface ReportQuery {
  readonly askedBy: string;
  readonly repId: string;
  readonly until: Instant;
}

@Injectable()
export class DuePromisesStore {
  /** Counts the promises of each rep that are due before an instant, per recipient and rep. */
  countDue(
    sql: Sql,
    queries: readonly ReportQuery[],
  ): Promise<{ readonly askedBy: string; readonly repId: string; readonly promises: number }[]> {
    return sql.rows(
      `select asked.by as "askedBy", asked.rep_id as "repId", count(*)::int as promises
         from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as asked (by, rep_id, until)
         join assignment on assignment.rep_id = asked.rep_id and assignment.until_at is null
         join lead on lead.id = assignment.lead_id and not lead.test
         join clock on clock.lead_id = lead.id and clock.state = 'running' and clock.rep_id = asked.rep_id
                   and clock.due_at < asked.until and clock.kind = any ($4::text[])
        group by asked.by, asked.rep_id`,
      [
        queries.map(({ askedBy }) => askedBy),
        queries.map(({ repId }) => repId),
        queries.map(({ until }) => toIso(until)),
        PROMISES,
      ],
    );
  }
}
