import { Injectable } from '@nestjs/common';
import type { WaitingFigure } from '../platform/running/metrics.js';
import { Database } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';

interface UnsentFeedback extends WaitingFigure {
  readonly destination: string;
  readonly platform: string;
  readonly stopped: number;
}

@Injectable()
export class FeedbackMetricsStore {
  constructor(private readonly database: Database) {}

  /** Counts for each live destination the deliveries that are due, or were tried and not sent. */
  read(now: Instant): Promise<UnsentFeedback[]> {
    return this.database.reads.rows(
      `select destination.id as destination, destination.platform, (stopped_at is not null)::int as stopped,
              count(row.id)::int as count, min(row.event_at) as "oldestAt"
         from feedback_destination as destination
         left join feedback_delivery as row
           on row.destination_id = destination.id and row.state in ('pending', 'leased') and not row.is_shadow
          and (row.not_before <= $1 or row.attempts > 0)
        where destination.mode = 'live'
        group by destination.id order by destination.id`,
      [toIso(now)],
      'metrics-feedback',
    );
  }
}
