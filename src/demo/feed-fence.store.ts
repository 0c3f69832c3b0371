import { setTimeout as wait } from 'node:timers/promises';
import type { Sql } from '../platform/database.js';

const POLL_MS = 2;
const WAIT_MAX_MS = 30_000;

/**
 * The feed hands out nothing that a transaction still running could come before, anywhere in the cluster: what has just
 * been recorded may show a moment later. People would not notice; a week that is to be the same in every run waits.
 */
export class FeedFence {
  constructor(private readonly database: Sql) {}

  /** Until the feed hides nothing. @throws Error when another program's transaction runs on and on */
  async pass(): Promise<void> {
    for (const startedMs = performance.now(); await this.isHiding(); await wait(POLL_MS)) {
      if (performance.now() - startedMs > WAIT_MAX_MS)
        throw new Error('A long transaction holds back the feed of events');
    }
  }

  private async isHiding(): Promise<boolean> {
    const { rows } = await this.database.query<{ hiding: boolean }>(
      `select exists (select 1
                        from event
                       where epoch = (select epoch from feed_epoch)
                         and xid >= pg_snapshot_xmin(pg_current_snapshot())) as hiding`,
      [],
      'demo-feed-hiding',
    );
    return rows[0]!.hiding;
  }
}
