import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';
import { type Instant, isoOrNull, MS_PER_SECOND, toIso } from '../platform/instant.js';

/** Held shared from a poke to its commit. Nobody waits for it but for an instant: who wants it alone only tries. */
const FREEING_LOCK = 7_301_982_350;
const AGAIN_MS = MS_PER_SECOND;

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
    await Promise.all([
      // Until the commit: whoever takes the queue sees that somebody is between here and there, see `take`.
      tx.query('select pg_advisory_xact_lock_shared($1)', [FREEING_LOCK], 'queue-freeing'),
      tx.query(
        // Also where it is due already: whoever takes it waits for this row, and so for what was freed.
        `update clock set next_at = least(next_at, $1)
          where kind = 'queue' and exists (select 1 from lead where waiting is not null)`,
        [toIso(now)],
        'queue-poke',
      ),
    ]);
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

  /**
   * Takes the queue until an instant, when it is due: whoever dies over it leaves it due again by then. Somebody may have
   * freed a capacity and, when no lead waited yet, poked nothing, and not have committed: whoever goes through the queue
   * now does not see what was freed. Then it is due again in a moment, as if it had been poked.
   */
  async take(sql: Sql, now: Instant, until: Instant): Promise<boolean> {
    const { count } = await sql.query(
      `update clock set next_at = case when pg_try_advisory_xact_lock($3) then $2::timestamptz else $4 end
        where kind = 'queue' and next_at <= $1`,
      [toIso(now), toIso(until), FREEING_LOCK, toIso(now + AGAIN_MS)],
      'queue-take',
    );
    return count > 0;
  }

  /** Whoever took the queue keeps it for longer, unless it was poked meanwhile: then that stands. */
  async keep(tx: Sql, taken: Instant, until: Instant): Promise<void> {
    await tx.query(
      `update clock set next_at = $2 where kind = 'queue' and next_at = $1`,
      [toIso(taken), toIso(until)],
      'queue-keep',
    );
  }

  /** All of the queue has been gone through. Whoever poked it meanwhile may have come too late for that, and stands. */
  async planNext(tx: Sql, taken: Instant, at: Instant | null, rulesVersion: number): Promise<void> {
    await tx.query(
      `update clock set next_at = case when next_at = $1 then $2 else least(next_at, $2) end, progress = $3
        where kind = 'queue'`,
      [toIso(taken), isoOrNull(at), rulesVersion],
      'queue-plan-next',
    );
  }

  /** The last owners whom leads that wait prefer, each with the pool that the lead waits for. */
  async readPreferred(sql: Sql): Promise<{ poolId: string | null; repId: string }[]> {
    const { rows } = await sql.query<{ poolId: string | null; repId: string }>(
      `select distinct pool_id as "poolId", preferred_rep_id as "repId" from assignment
        where until_at is null and preferred_rep_id is not null`,
      [],
      'queue-preferred',
    );
    return rows;
  }

  /** The pools for which leads wait, null for none. From one to the next in the index: the length of the queue is no matter. */
  async readPools(sql: Sql): Promise<(string | null)[]> {
    const { rows } = await sql.query<{ poolId: string | null }>(
      `with recursive pool_waited_for as (
         (select pool_id from lead where waiting is not null and pool_id is not null order by pool_id limit 1)
         union all
         select (select lead.pool_id from lead
                  where waiting is not null and lead.pool_id > pool_waited_for.pool_id
                  order by lead.pool_id limit 1)
           from pool_waited_for where pool_id is not null)
       select pool_id as "poolId" from pool_waited_for where pool_id is not null
       union all
       select null where exists (select 1 from lead where waiting is not null and pool_id is null)`,
      [],
      'queue-pools',
    );
    return rows.map(({ poolId }) => poolId);
  }
}
