import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database.js';
import { FEED_START, type FeedPosition } from './feed.js';

/** How far each consumer of the ledger has come: what it made of the events and its place are committed together. */
@Injectable()
export class FeedConsumerStore {
  /** Takes a consumer's place until the end of the transaction. @returns it; null while another node has it */
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

  async advance(tx: Tx, name: string, { epoch, xid, seq }: FeedPosition): Promise<void> {
    await tx.query('update feed_consumer set epoch = $2, xid = $3::text::xid8, seq = $4 where name = $1', [
      name,
      epoch,
      xid,
      seq,
    ]);
  }
}
