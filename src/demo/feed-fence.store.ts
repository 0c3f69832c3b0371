import { setTimeout as wait } from 'node:timers/promises';
import type { Sql } from '../platform/sql/database.js';

const POLL_MS = 2;
const WAIT_MAX_MS = 30_000;

/**
 * Waits until the feed shows all recorded events, so that every run of the week is the same. The feed withholds an
 * event while a transaction that could precede it is running anywhere in the cluster.
 */
export class FeedFence {
  constructor(private readonly database: Sql) {}

  /** Returns once the feed hides no event. @throws Error if another transaction holds the feed back for 30 seconds */
  async pass(): Promise<void> {
    for (const startedMs = performance.now(); await this.isHiding(); await wait(POLL_MS)) {
      if (performance.now() - startedMs > WAIT_MAX_MS)
        throw new Error('A long transaction holds back the feed of events');
    }
  }

  private isHiding(): Promise<boolean> {
    return this.database.value(
      `select exists (select 1
                        from event
                       where epoch = (select epoch from feed_epoch)
                         and xid >= pg_snapshot_xmin(pg_current_snapshot())) as hiding`,
      [],
      'demo-feed-hiding',
    );
  }
}
