import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import type { ActionLink } from './action-link.js';

export interface UsedLink {
  readonly usedAt: Instant;
  /** The kind of touch, or the code of the reason. */
  readonly what: string;
}

@Injectable()
export class UsedLinkStore {
  find(sql: Sql, { id, action }: ActionLink): Promise<UsedLink | undefined> {
    return sql.row('select used_at as "usedAt", what from used_link where delivery_id = $1 and action = $2', [
      id,
      action,
    ]);
  }

  /** Must run in the transaction of the action, with the lead locked, so that a link is used only once. */
  async insert(tx: Tx, { id, action, expiresAt }: ActionLink, { usedAt, what }: UsedLink): Promise<void> {
    await tx.query(
      'insert into used_link (delivery_id, action, used_at, what, expires_at) values ($1, $2, $3, $4, $5)',
      [id, action, toIso(usedAt), what, toIso(expiresAt)],
    );
  }

  /** Deletes uses of links that have expired anyway. @returns how many, at most `most` */
  async forget(tx: Tx, now: Instant, most: number): Promise<number> {
    const { count } = await tx.query(
      `delete from used_link
        where (delivery_id, action) in (select delivery_id, action from used_link where expires_at <= $1 limit $2)`,
      [toIso(now), most],
    );
    return count;
  }
}
