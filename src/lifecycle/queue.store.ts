import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';
import { type Instant, isoOrNull, toIso } from '../platform/instant.js';

/** Whom a group of waiting leads waits for. */
export interface WaitingGroup {
  readonly poolId: string | null;
  readonly leads: number;
}

/**
 * The queue's one clock. Its row is the last thing that any transaction locks, after the routing lock: whoever makes
 * somebody eligible moves it to the present, and whoever deals the queue out moves it to the next chance.
 */
@Injectable()
export class QueueStore {
  async hasQueued(sql: Sql): Promise<boolean> {
    const { rows } = await sql.query(`select 1 from lead where waiting = 'queue' limit 1`, [], 'queue-has-queued');
    return rows.length > 0;
  }

  /** Somebody may be eligible now: if any lead waits, the queue is to be looked at. The last statement of its transaction. */
  async poke(tx: Sql, now: Instant): Promise<void> {
    await tx.query(
      `update clock set next_at = $1
        where kind = 'queue' and (next_at is null or next_at > $1)
          and exists (select 1 from lead where waiting is not null)`,
      [toIso(now)],
      'queue-poke',
    );
  }

  /** Whether the queue is to be looked at, and the version of the rules by which all of it was last gone through. */
  async readClock(sql: Sql): Promise<{ nextAt: Instant | null; rulesVersion: number }> {
    const { rows } = await sql.query<{ nextAt: Instant | null; rulesVersion: number }>(
      `select next_at as "nextAt", progress as "rulesVersion" from clock where kind = 'queue'`,
      [],
      'queue-clock',
    );
    return rows[0]!;
  }

  async planNext(tx: Sql, at: Instant | null, rulesVersion: number): Promise<void> {
    await tx.query(
      `update clock set next_at = $1, progress = $2 where kind = 'queue'`,
      [isoOrNull(at), rulesVersion],
      'queue-plan-next',
    );
  }

  async readGroups(sql: Sql): Promise<WaitingGroup[]> {
    const { rows } = await sql.query<WaitingGroup>(
      `select pool_id as "poolId", count(*)::int as leads from lead where waiting is not null group by pool_id`,
      [],
      'queue-groups',
    );
    return rows;
  }
}
