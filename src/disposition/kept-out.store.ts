import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';
import { type Instant, type Interval, toIso } from '../platform/instant.js';

/** How many leads were kept out because of a reason, and of how many of them a rep had said so. */
export interface KeptOutCount {
  readonly reason: string;
  readonly leads: number;
  readonly byReps: number;
}

/** What was closed as it came in, and up to when somebody was told of that. */
@Injectable()
export class KeptOutStore {
  /** @returns up to when it was told; null where another node is at it, or it begins only now */
  async tryLock(tx: Sql, now: Instant): Promise<Instant | null> {
    const { rows } = await tx.query<{ toldUntil: Instant }>(
      'select told_until as "toldUntil" from suppression_digest for no key update skip locked',
    );
    if (rows[0] !== undefined) return rows[0].toldUntil;
    await tx.query('insert into suppression_digest (told_until) values ($1) on conflict do nothing', [toIso(now)]);
    return null;
  }

  async toldUntil(tx: Sql, at: Instant): Promise<void> {
    await tx.query('update suppression_digest set told_until = $1', [toIso(at)]);
  }

  /** The most frequent reason first. */
  async count(sql: Sql, { from, to }: Interval): Promise<KeptOutCount[]> {
    const { rows } = await sql.query<KeptOutCount>(
      `select disposition.reason, count(*)::int as leads,
              count(*) filter (where suppression.actor_type = 'rep')::int as "byReps"
         from disposition join suppression on suppression.id = disposition.suppression_id
        where disposition.decided_at >= $1 and disposition.decided_at < $2 and disposition.kind = 'disposed'
        group by disposition.reason order by leads desc, disposition.reason`,
      [toIso(from), toIso(to)],
    );
    return rows;
  }
}
