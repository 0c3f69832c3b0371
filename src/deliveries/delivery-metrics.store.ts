import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';
import { type Instant, toIso } from '../platform/duration.js';
import type { WaitingFigure } from '../platform/metrics.js';
import type { Unwritten } from './senders.service.js';

@Injectable()
export class DeliveryMetricsStore {
  constructor(private readonly database: Database) {}

  /** Counts due deliveries by channel, without those to resting, paused or stopped endpoints. */
  async readDue(now: Instant): Promise<(WaitingFigure & { readonly channel: string })[]> {
    const { rows } = await this.database.reads.query<WaitingFigure & { readonly channel: string }>(
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
    return rows;
  }

  /** Counts what is still to be written into tools of receivers and CRMs, without what waits for its own form. */
  async readUnwritten(unwritten: readonly Unwritten[]): Promise<(WaitingFigure & { readonly what: string })[]> {
    if (unwritten.length === 0) return [];
    const { rows } = await this.database.reads.query<WaitingFigure & { readonly what: string }>(
      unwritten
        .map(({ what, sql }) => `select '${what}' as what, waiting.* from (${sql}) as waiting`)
        .join(' union all '),
      [],
      'metrics-tools',
    );
    return rows;
  }

  async countPausedWebhooks(): Promise<number> {
    const { rows } = await this.database.reads.query<{ count: number }>(
      'select count(*)::int as count from webhook where paused_at is not null',
      [],
      'metrics-webhooks',
    );
    return rows[0]!.count;
  }

  async countStoppedChannels(): Promise<number> {
    const { rows } = await this.database.reads.query<{ count: number }>(
      'select count(*)::int as count from channel where stopped_at is not null',
      [],
      'metrics-channels',
    );
    return rows[0]!.count;
  }
}
