import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';
import { COUNTED_FOR_MS, type StormState, type Tally } from './storm.js';

/** Counts moves by breach on all nodes, for the storm breaker. The caller holds the routing lock. */
@Injectable()
export class StormStore {
  async read(tx: Sql, since: Instant): Promise<StormState & { readonly holdId: string | null }> {
    const { rows } = await tx.query<StormState & { holdId: string | null }>(
      `with went_on as (select max(ended_at) as at from enforcement_hold where ended_why = 'deleted')
       select coalesce(sum(moves), 0)::int as moves, (select at from went_on) as "wentOnAt",
              (select id from enforcement_hold where made_by = 'stormBreaker' and ended_at is null) as "holdId"
         from breach_move_tally where at > greatest($1::timestamptz, (select at from went_on))`,
      [toIso(since)],
      'storm-read',
    );
    return rows[0]!;
  }

  /** The moves that still count, with their instants. */
  async readTallies(sql: Sql, since: Instant): Promise<Tally[]> {
    const { rows } = await sql.query<Tally>(
      `select at, sum(moves)::int as moves from breach_move_tally
        where at > greatest($1::timestamptz, (select max(ended_at) from enforcement_hold where ended_why = 'deleted'))
        group by at`,
      [toIso(since)],
    );
    return rows;
  }

  async add(tx: Sql, moves: number, now: Instant): Promise<void> {
    await tx.query(
      `with old as (delete from breach_move_tally where at < $3)
       insert into breach_move_tally (at, moves) values ($1, $2)`,
      [toIso(now), moves, toIso(now - COUNTED_FOR_MS)],
      'storm-add',
    );
  }
}
