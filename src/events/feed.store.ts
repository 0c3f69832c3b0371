import type { Sql } from '../platform/database.js';
import type { Between, FeedPosition } from './feed.js';

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
