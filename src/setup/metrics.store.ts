import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';

/** Numbers of leads or clocks, and since when the oldest of them waits. */
export interface Waiting {
  readonly count: number;
  readonly oldestAt: Instant | null;
}

/** Leads that wait for somebody (`queue`), or for somebody else (`move`). */
export interface QueuedLeads extends Waiting {
  readonly waiting: 'queue' | 'move';
  readonly test: boolean;
}

/** What is still to be written somewhere else. */
export const WRITTEN_TO_TOOLS = ['record', 'update', 'crm'] as const;
export type WrittenToTools = (typeof WRITTEN_TO_TOOLS)[number];

/** What a destination has still to tell, and whether it may. */
export interface UnsentFeedback extends Waiting {
  readonly destination: string;
  readonly platform: string;
  readonly stopped: number;
}

@Injectable()
export class MetricsStore {
  constructor(private readonly database: Database) {}

  async readDueClocks(now: Instant): Promise<Waiting> {
    const { rows } = await this.database.reads.query<Waiting>(
      'select count(*)::int as count, min(next_at) as "oldestAt" from clock where next_at <= $1',
      [toIso(now)],
      'metrics-due-clocks',
    );
    return rows[0]!;
  }

  /** What `GET /v1/routing/queue` lists: each way of waiting, of tests and of all others. */
  async readQueue(): Promise<QueuedLeads[]> {
    const { rows } = await this.database.reads.query<QueuedLeads>(
      `select waits as waiting, is_test as test, count(lead.id)::int as count, min(waiting_since) as "oldestAt"
         from unnest(array['queue', 'move']) as waits cross join unnest(array[false, true]) as is_test
         left join lead on lead.waiting = waits and lead.test = is_test
        group by waits, is_test`,
      [],
      'metrics-queue',
    );
    return rows;
  }

  /** Of each destination that hands out: what could be told now, or was tried and not told. */
  async readFeedback(now: Instant): Promise<UnsentFeedback[]> {
    const { rows } = await this.database.reads.query<UnsentFeedback>(
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
    return rows;
  }

  /** What is due to be told to the outside, by its channel; endpoints that rest or are paused are left alone. */
  async readDeliveries(now: Instant): Promise<(Waiting & { readonly channel: string })[]> {
    const { rows } = await this.database.reads.query<Waiting & { readonly channel: string }>(
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

  async countHandoffs(): Promise<number> {
    const { rows } = await this.database.reads.query<{ count: number }>(
      `select count(*)::int as count from handoff where state = 'running'`,
      [],
      'metrics-handoffs',
    );
    return rows[0]!.count;
  }

  /** What is still to be written into tools of receivers and CRMs, but for what waits for something in its own form. */
  async readTools(): Promise<(Waiting & { readonly what: WrittenToTools })[]> {
    const { rows } = await this.database.reads.query<Waiting & { readonly what: WrittenToTools }>(
      `select 'record' as what, count(*)::int as count, min(begun_at) as "oldestAt"
         from record where state = 'pending' and waits_since is null
        union all
       select 'update', count(*)::int, min(begun_at) from record_update where state = 'pending' and waits_since is null
        union all
       select 'crm', count(*)::int, min(coalesce(failing_since, begun_at)) from crm_readiness where state = 'waiting'`,
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

  async countHolds(now: Instant, sql: Sql = this.database.reads): Promise<number> {
    const { rows } = await sql.query<{ count: number }>(
      `select count(*)::int as count from enforcement_hold
        where ended_at is null and (until_at is null or until_at > $1)`,
      [toIso(now)],
      'metrics-holds',
    );
    return rows[0]!.count;
  }

  async countJobs(): Promise<number> {
    const { rows } = await this.database.reads.query<{ count: number }>(
      `select count(*)::int as count from job where state = 'running'`,
      [],
      'metrics-jobs',
    );
    return rows[0]!.count;
  }

  /**
   * For how long the oldest running transaction holds back the feed. Both ends are the database's own time: it says
   * something about the server's sessions, not about what happens to leads.
   */
  async readFeedLagSeconds(): Promise<number> {
    const { rows } = await this.database.reads.query<{ seconds: number }>(
      `select coalesce(extract(epoch from clock_timestamp() - min(since)), 0)::float8 as seconds
         from (select xact_start as since from pg_stat_activity
                where backend_xid is not null and pid <> pg_backend_pid()
               union all select prepared from pg_prepared_xacts) as running`,
      [],
      'metrics-feed-lag',
    );
    return Math.max(0, rows[0]!.seconds);
  }
}
