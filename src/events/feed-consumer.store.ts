import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { BEHIND_MAX, FEED_START, type FeedPosition, type FeedSpan } from './feed.js';

interface FollowerLag {
  readonly name: string;
  readonly behind: number;
  /** When the first unprocessed event happened; null if there is none. */
  readonly oldestAt: Instant | null;
}

/** The positions of the ledger's consumers. A consumer commits its results and its position together. */
@Injectable()
export class FeedConsumerStore {
  /**
   * Locks a consumer's position until the end of the transaction. A new consumer starts at the beginning of the ledger;
   * one that must start later gets its position beforehand, by `beginConsumer` or in a migration.
   * @returns the position; null while another node has it
   */
  async claim(tx: Tx, name: string): Promise<FeedPosition | null> {
    const row = await tx.row<FeedPosition>(
      `select epoch, xid::text as xid, seq from feed_consumer where name = $1 for no key update skip locked`,
      [name],
    );
    if (row !== undefined) return row;
    const { epoch, xid, seq } = FEED_START;
    const { count } = await tx.query(
      `insert into feed_consumer (name, epoch, xid, seq) values ($1, $2, $3::text::xid8, $4) on conflict do nothing`,
      [name, epoch, xid, seq],
    );
    return count === 1 ? FEED_START : null;
  }

  readPlace(sql: Sql, name: string): Promise<FeedPosition | undefined> {
    return sql.row('select epoch, xid::text as xid, seq from feed_consumer where name = $1', [name]);
  }

  /** Returns how far each consumer is behind, counted up to `BEHIND_MAX` events; the furthest behind first. */
  readFollowers(sql: Sql): Promise<FollowerLag[]> {
    return sql.rows(
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

/** Sets a consumer's first position: before all events since an instant, or null for only the events from now on. */
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

/** Returns the position of the last of the next `most` rows, by the index alone; the horizon if there are fewer. */
export async function readEndOfSlice(
  sql: Sql,
  table: 'event' | 'disposition' | 'milestone_entry',
  { after, horizon }: FeedSpan,
  most: number,
): Promise<FeedPosition> {
  const row = await sql.row<FeedPosition>(
    `select epoch, xid::text as xid, seq
       from ${table}
      where (epoch, xid, seq) > ($1, $2::text::xid8, $3)
        and (epoch, xid, seq) <= ($4, $5::text::xid8, $6)
      order by epoch, ${table}.xid, seq
     offset $7 limit 1`,
    [after.epoch, after.xid, after.seq, horizon.epoch, horizon.xid, horizon.seq, most - 1],
  );
  return row ?? horizon;
}
