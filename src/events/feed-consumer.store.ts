import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../platform/database.js';
import { type Instant, toIso } from '../platform/duration.js';
import { BEHIND_MAX, type Between, FEED_START, type FeedPosition } from './feed.js';

/** Who follows the ledger, and how many events behind. */
export interface FollowerLag {
  readonly name: string;
  readonly behind: number;
  /** Of the first event that it has not gone through; null where it has gone through all. */
  readonly oldestAt: Instant | null;
}

/** How far each consumer of the ledger has come: what it made of the events and its place are committed together. */
@Injectable()
export class FeedConsumerStore {
  /**
   * Takes a consumer's place until the end of the transaction. A consumer that has none yet begins at the start of the
   * ledger; one that is to begin later is given its place beforehand, by `beginConsumer` or in a migration.
   * @returns it; null while another node has it
   */
  async claim(tx: Tx, name: string): Promise<FeedPosition | null> {
    const { rows } = await tx.query<FeedPosition>(
      `select epoch, xid::text as xid, seq from feed_consumer where name = $1 for no key update skip locked`,
      [name],
    );
    if (rows[0] !== undefined) return rows[0];
    const { epoch, xid, seq } = FEED_START;
    const { count } = await tx.query(
      `insert into feed_consumer (name, epoch, xid, seq) values ($1, $2, $3::text::xid8, $4) on conflict do nothing`,
      [name, epoch, xid, seq],
    );
    return count === 1 ? FEED_START : null;
  }

  /** Where a consumer is that has a place. Whoever keeps it from going on meanwhile sees to that itself. */
  async readPlace(sql: Sql, name: string): Promise<FeedPosition | undefined> {
    const { rows } = await sql.query<FeedPosition>(
      'select epoch, xid::text as xid, seq from feed_consumer where name = $1',
      [name],
    );
    return rows[0];
  }

  /** How far each is behind what is recorded by now, up to `BEHIND_MAX` events; the furthest first. */
  async readFollowers(sql: Sql): Promise<FollowerLag[]> {
    const { rows } = await sql.query<FollowerLag>(
      `select name, behind, "oldestAt"
         from feed_consumer as place
         cross join lateral (
           select count(*)::int as behind, min(occurred_at) as "oldestAt"
             from (select occurred_at from event
                    where (event.epoch, event.xid, event.seq) > (place.epoch, place.xid, place.seq)
                    order by epoch, xid, seq limit ${BEHIND_MAX}) as left_over) as rest
        order by behind desc, name`,
      [],
      'feed-followers',
    );
    return rows;
  }

  async advance(tx: Tx, name: string, { epoch, xid, seq }: FeedPosition): Promise<void> {
    await tx.query('update feed_consumer set epoch = $2, xid = $3::text::xid8, seq = $4 where name = $1', [
      name,
      epoch,
      xid,
      seq,
    ]);
  }
}

/**
 * Where a consumer that does not read everything begins, once: before all events from an instant on; without one, at
 * what is recorded from now on.
 */
export async function beginConsumer(tx: Tx, name: string, from: Instant | null): Promise<void> {
  const place =
    from === null
      ? 'select epoch, pg_snapshot_xmin(pg_current_snapshot()), 0 from feed_epoch'
      : `select epoch, xid, seq - 1 from event where occurred_at >= $2 order by epoch, xid, seq limit 1`;
  await tx.query(
    `insert into feed_consumer (name, epoch, xid, seq) select $1, place.* from (${place}) as place on conflict do nothing`,
    from === null ? [name] : [name, toIso(from)],
  );
}

export async function endConsumer(tx: Tx, name: string): Promise<void> {
  await tx.query('delete from feed_consumer where name = $1', [name]);
}

/** The place of the last of so many rows of a feed, by its index alone; the horizon where there are fewer. */
export async function readEndOfSlice(
  sql: Sql,
  table: 'event' | 'disposition' | 'milestone_entry',
  { after, horizon }: Between,
  most: number,
): Promise<FeedPosition> {
  const { rows } = await sql.query<FeedPosition>(
    `select epoch, xid::text as xid, seq
       from ${table}
      where (epoch, xid, seq) > ($1, $2::text::xid8, $3)
        and (epoch, xid, seq) <= ($4, $5::text::xid8, $6)
      order by epoch, ${table}.xid, seq
     offset $7 limit 1`,
    [after.epoch, after.xid, after.seq, horizon.epoch, horizon.xid, horizon.seq, most - 1],
  );
  return rows[0] ?? horizon;
}
