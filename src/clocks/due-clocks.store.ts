import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { type OwnedType, SUBJECT_COLUMNS } from '../vocabulary/subjects.js';
import { NEXT_MAX, type NextClock } from './clock.js';

/** Finds the clocks that are due, overdue, or due next. */
@Injectable()
export class DueClockStore {
  /**
   * Locks subjects that have a due clock; those locked elsewhere are left for a later sweep. The clocks are read after
   * the subjects are locked, because another node may have enforced them in between. In a burst the planner's
   * statistics are always outdated, so the settings leave it only the index.
   * @param columns read of their rows, including the id
   */
  async claimDue<Row extends { readonly id: string }>(
    tx: Sql,
    type: OwnedType,
    columns: string,
    now: Instant,
    limit: number,
  ): Promise<Row[]> {
    await tx.query(
      `select set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true),
              set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`,
      [],
      'sweep-settings',
    );
    const rows = await tx.rows<Row>(
      `select ${columns}
         from clock join ${type} on ${type}.id = clock.${SUBJECT_COLUMNS[type]}
        where clock.next_at <= $1
        order by clock.next_at
        limit $2
          for no key update of ${type} skip locked`,
      [toIso(now), limit],
      `clock-claim-due-${type}`,
    );
    // A subject with two due clocks counts once. Clocks due at the same instant, such as at the start of a shift, have
    // no order in the index; they are taken in the order of their ids.
    return [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Counts the clocks that have been due since before an instant, up to 10,000. */
  readOverdue(sql: Sql, before: Instant): Promise<{ clocks: number; oldestAt: Instant | null }> {
    return sql.one(
      `select count(*)::int as clocks, min(next_at) as "oldestAt"
         from (select next_at from clock where next_at < $1 order by next_at limit 10000) as overdue`,
      [toIso(before)],
    );
  }

  /** Returns the clocks that are due next, of any kind: at most NEXT_MAX, the earliest first. */
  readNext(sql: Sql): Promise<NextClock[]> {
    return sql.rows(
      // The limit is part of the text, because a generic plan might read and sort all rows.
      `select kind, next_at as "at" from clock where next_at is not null order by next_at limit ${NEXT_MAX}`,
      [],
      'clock-next',
    );
  }
}
