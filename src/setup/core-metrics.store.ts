import { Injectable } from '@nestjs/common';
import { WAITINGS, type WaitingKind as WaitsFor } from '../leads/lead.js';
import type { WaitingFigure } from '../platform/running/metrics.js';
import { Database, type Sql } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';

/** Waiting leads, grouped by what they wait for. */
interface QueuedLeads extends WaitingFigure {
  readonly waiting: WaitsFor;
  readonly test: boolean;
}

@Injectable()
export class CoreMetricsStore {
  constructor(private readonly database: Database) {}

  readDueClocks(now: Instant): Promise<WaitingFigure> {
    return this.database.reads.one(
      'select count(*)::int as count, min(next_at) as "oldestAt" from clock where next_at <= $1',
      [toIso(now)],
      'metrics-due-clocks',
    );
  }

  /** Counts the leads of `GET /v1/routing/queue`, by what they wait for and whether they are test leads. */
  readQueue(): Promise<QueuedLeads[]> {
    return this.database.reads.rows(
      `select waits as waiting, is_test as test, count(lead.id)::int as count, min(waiting_since) as "oldestAt"
         from unnest($1::text[]) as waits cross join unnest(array[false, true]) as is_test
         left join lead on lead.waiting = waits and lead.test = is_test
        group by waits, is_test order by waits, is_test`,
      [WAITINGS],
      'metrics-queue',
    );
  }

  /** Counts the leads of each named queue; test leads are in none. */
  readNamedQueues(): Promise<(WaitingFigure & { readonly queue: string })[]> {
    return this.database.reads.rows(
      `select name as queue, count(lead.id)::int as count, min(waiting_since) as "oldestAt"
         from queue left join lead on queue_id = queue.id group by queue.id, name order by name`,
      [],
      'metrics-named-queues',
    );
  }

  countHolds(now: Instant, sql: Sql = this.database.reads): Promise<number> {
    return sql.value(
      `select count(*)::int as count from enforcement_hold
        where ended_at is null and (until_at is null or until_at > $1)`,
      [toIso(now)],
      'metrics-holds',
    );
  }

  countJobs(): Promise<number> {
    return this.database.reads.value(
      `select count(*)::int as count from job where state = 'running'`,
      [],
      'metrics-jobs',
    );
  }

  /**
   * Returns how long the oldest running transaction has held back the feed, by the database's clock, because this is
   * about the server's sessions and not about leads.
   */
  async readFeedLagSeconds(): Promise<number> {
    const seconds = await this.database.reads.value<number>(
      `select coalesce(extract(epoch from clock_timestamp() - min(since)), 0)::float8 as seconds
         from (select xact_start as since from pg_stat_activity
                where backend_xid is not null and pid <> pg_backend_pid()
               union all select prepared from pg_prepared_xacts) as running`,
      [],
      'metrics-feed-lag',
    );
    return Math.max(0, seconds);
  }
}
