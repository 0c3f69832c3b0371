import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/sql/database.js';
import { type Instant, type Interval, toIso } from '../../platform/values/duration.js';
import { idsAround } from '../../platform/values/ids.js';
import type { Milestone, PastClosing } from './history.js';
import { COUNTED_ESCALATIONS } from './outcome.js';

interface ReceivedLead {
  readonly id: string;
  readonly receivedAt: Instant;
}

export interface RecordedEnforcement {
  readonly leadId: string;
  readonly warned: number;
  readonly escalations: number;
}

/** Reads the history of leads. It writes nothing. */
@Injectable()
export class BacktestStore {
  /**
   * Returns the next leads received in a span, by id, without tests, leads that never had an assignment, and what was
   * brought along: it came in elsewhere.
   */
  readReceived(sql: Sql, { from, to }: Interval, afterId: string | null, limit: number): Promise<ReceivedLead[]> {
    const ids = idsAround({ from, to });
    return sql.rows(
      `select id, received_at as "receivedAt" from lead
        where id > $1 and id < $2 and received_at >= $3 and received_at < $4 and not test
          and exists (select from assignment where assignment.lead_id = lead.id)
          and not exists (select from assignment where assignment.lead_id = lead.id and assignment.cycle = 0)
        order by id limit $5`,
      [afterId ?? ids.first, ids.end, toIso(from), toIso(to), limit],
      'backtest-received',
    );
  }

  readMilestones(sql: Sql, leadIds: readonly string[]): Promise<Milestone[]> {
    return sql.rows(
      `select id, lead_id as "leadId", cycle, name, occurred_at as "occurredAt", recorded_at as "recordedAt" from milestone
        where lead_id = any ($1::uuid[])`,
      [leadIds],
      'backtest-milestones',
    );
  }

  readClosings(sql: Sql, leadIds: readonly string[]): Promise<PastClosing[]> {
    return sql.rows(
      `select id, lead_id as "leadId", decided_at as at, category, actor_type = 'system' as "byRule",
              rests_on is not null as "isProven" from disposition
        where lead_id = any ($1::uuid[]) and kind = 'disposed'`,
      [leadIds],
      'backtest-closings',
    );
  }

  readRecorded(sql: Sql, leadIds: readonly string[]): Promise<RecordedEnforcement[]> {
    return sql.rows(
      `select subject_id as "leadId", count(*) filter (where type = 'sla.warned')::int as warned,
              count(*) filter (where type = 'sla.escalated')::int as escalations
         from event
        where subject_id = any ($1::uuid[])
          and (type = 'sla.warned' or (type = 'sla.escalated' and data ->> 'why' = any ($2)))
        group by subject_id`,
      [leadIds, COUNTED_ESCALATIONS],
      'backtest-recorded',
    );
  }
}
