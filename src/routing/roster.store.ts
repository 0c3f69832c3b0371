import { Injectable } from '@nestjs/common';
import { columnsOf, instant, json, plain } from '../platform/columns.js';
import type { Sql } from '../platform/database.js';
import type { Instant } from '../platform/instant.js';
import type { Load } from './roster.js';
import type { MemberChange } from './working-pool.js';

/** See ConfigurationStore for the order of the locks; this one is always the last. */
const ROUTING_LOCK = 7_301_982_348;
/** A transaction that holds the routing lock and hangs would stop all routing: Postgres ends it. */
const IDLE_WITH_LOCK_MAX_MS = 5_000;

export interface MemberRow {
  readonly poolId: string;
  readonly repId: string;
  readonly credit: number;
  readonly lastAssignedAt: Instant | null;
}

/** What of a rep's load has to be counted, and how far. */
export interface LoadQuestion {
  readonly repId: string;
  readonly open: number | null;
  readonly untouched: number | null;
  readonly perDay: number | null;
  readonly perWeek: number | null;
  readonly dayStart: Instant;
  readonly weekStart: Instant;
}

@Injectable()
export class RosterStore {
  /** Makes this transaction the only one that routes, until it ends. */
  async lock(tx: Sql): Promise<void> {
    await tx.query(
      `select pg_advisory_xact_lock($1), set_config('idle_in_transaction_session_timeout', $2, true)`,
      [ROUTING_LOCK, String(IDLE_WITH_LOCK_MAX_MS)],
      'routing-lock',
    );
  }

  async readMembers(sql: Sql): Promise<MemberRow[]> {
    const { rows } = await sql.query<MemberRow>(
      `select pool_id as "poolId", rep_id as "repId", credit, last_assigned_at as "lastAssignedAt"
         from pool_member order by pool_id, position`,
      [],
      'roster-members',
    );
    return rows;
  }

  /**
   * Counts what reps with a capacity have, each count only up to that capacity: it need not be known how far beyond it
   * somebody is, and so the cost is bounded by the capacities, whatever the history.
   */
  async readLoads(sql: Sql, questions: readonly LoadQuestion[]): Promise<Map<string, Load>> {
    if (questions.length === 0) return new Map();
    const { rows } = await sql.query<Load & { repId: string }>(
      `select asked.rep_id as "repId", has_open.n as open, has_untouched.n as untouched, today.n as today,
              this_week.n as "thisWeek"
         from unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::int[], $6::timestamptz[], $7::timestamptz[])
              as asked (rep_id, open, untouched, per_day, per_week, day_start, week_start)
        cross join lateral (select count(*)::int as n from (
          select 1 from lead where owner_id = asked.rep_id and status = 'open'
           limit coalesce(asked.open, 0)) as counted) as has_open
        cross join lateral (select count(*)::int as n from (
          select 1 from lead where owner_id = asked.rep_id and status = 'open' and work_state = 'untouched'
           limit coalesce(asked.untouched, 0)) as counted) as has_untouched
        cross join lateral (select count(*)::int as n from (
          select 1 from assignment where rep_id = asked.rep_id and from_at >= asked.day_start
           limit coalesce(asked.per_day, 0)) as counted) as today
        cross join lateral (select count(*)::int as n from (
          select 1 from assignment where rep_id = asked.rep_id and from_at >= asked.week_start
           limit coalesce(asked.per_week, 0)) as counted) as this_week`,
      columnsOf(questions, [
        plain((asked) => asked.repId),
        plain((asked) => asked.open),
        plain((asked) => asked.untouched),
        plain((asked) => asked.perDay),
        plain((asked) => asked.perWeek),
        instant((asked) => asked.dayStart),
        instant((asked) => asked.weekStart),
      ]),
      'roster-loads',
    );
    return new Map(rows.map((row) => [row.repId, row]));
  }

  async updateMembers(tx: Sql, changes: readonly MemberChange[]): Promise<void> {
    if (changes.length === 0) return;
    await tx.query(
      `update pool_member
          set credit = new.credit, last_assigned_at = new.last_assigned_at,
              share_due = pool_member.share_due + new.share_due, leads_got = pool_member.leads_got + new.leads_got,
              missed = case when new.missed = '{}' then pool_member.missed else (
                select jsonb_object_agg(reason, turns) from (
                  select reason, sum(value::int) as turns
                    from (select * from jsonb_each_text(pool_member.missed)
                          union all select * from jsonb_each_text(new.missed)) as both_sides (reason, value)
                   group by reason) as summed) end
         from unnest($1::uuid[], $2::uuid[], $3::float8[], $4::timestamptz[], $5::float8[], $6::int[], $7::jsonb[])
              as new (pool_id, rep_id, credit, last_assigned_at, share_due, leads_got, missed)
        where pool_member.pool_id = new.pool_id and pool_member.rep_id = new.rep_id`,
      columnsOf(changes, [
        plain((change) => change.poolId),
        plain((change) => change.repId),
        plain((change) => change.credit),
        instant((change) => change.lastAssignedAt),
        plain((change) => change.sharesDue),
        plain((change) => change.leadsGot),
        json((change) => change.missed),
      ]),
      'roster-update-members',
    );
  }
}
