import { Injectable } from '@nestjs/common';
import type { WaitingFigure } from '../platform/running/metrics.js';
import { Database } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { UnwrittenRows } from './senders.service.js';

@Injectable()
export class DeliveryMetricsStore {
  constructor(private readonly database: Database) {}

  /** Counts due deliveries by channel, without those to resting, paused or stopped endpoints. */
  readDue(now: Instant): Promise<(WaitingFigure & { readonly channel: string })[]> {
    return this.database.reads.rows(
      `select delivery.channel, count(*)::int as count, min(delivery.due_at) as "oldestAt"
         from webhook
         left join webhook_endpoint as faring on faring.webhook_id = webhook.id
         join delivery on delivery.webhook_id = webhook.id and delivery.state = 'waiting' and delivery.due_at <= $1
        where webhook.paused_at is null and coalesce(faring.rests_until <= $1, true)
        group by delivery.channel
        union all
       select delivery.channel, count(*)::int, min(delivery.due_at)
         from channel
         left join channel_endpoint as faring on faring.channel_id = channel.id
         join delivery on delivery.channel_id = channel.id and delivery.state = 'waiting' and delivery.due_at <= $1
        where channel.stopped_at is null and coalesce(faring.rests_until <= $1, true)
        group by delivery.channel
        union all
       select channel, count(*)::int, min(due_at)
         from delivery where rep_id is not null and state = 'waiting' and due_at <= $1
        group by channel`,
      [toIso(now)],
      'metrics-deliveries',
    );
  }

  /** Counts what is still to be written into tools of receivers and CRMs, without what waits for its own form. */
  async readUnwritten(unwritten: readonly UnwrittenRows[]): Promise<(WaitingFigure & { readonly what: string })[]> {
    if (unwritten.length === 0) return [];
    return this.database.reads.rows(
      unwritten
        .map(({ what, sql }) => `select '${what}' as what, waiting.* from (${sql}) as waiting`)
        .join(' union all '),
      [],
      'metrics-tools',
    );
  }

  countPausedWebhooks(): Promise<number> {
    return this.database.reads.value(
      'select count(*)::int as count from webhook where paused_at is not null',
      [],
      'metrics-webhooks',
    );
  }

  countStoppedChannels(): Promise<number> {
    return this.database.reads.value(
      'select count(*)::int as count from channel where stopped_at is not null',
      [],
      'metrics-channels',
    );
  }
}
