import { Injectable } from '@nestjs/common';
import type { LeadState } from '../leads/lead.js';
import { STATE_COLUMNS } from '../leads/lead.store.js';
import { columnsOf, instant, plain, text } from '../platform/columns.js';
import type { Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';
import type { LeadClock } from './clock.js';

export const CLOCK_COLUMNS = `clock.id, clock.kind, clock.lead_id as "leadId", clock.rep_id as "repId",
  clock.assignment_id as "assignmentId", clock.cycle, clock.policy_id as "policyId",
  clock.policy_version as "policyVersion", clock.state, clock.started_at as "startedAt", clock.target, clock.basis,
  clock.calendar_id as "calendarId", clock.calendar_version as "calendarVersion", clock.time_zone as "timeZone",
  clock.due_at as "dueAt", clock.next_at as "nextAt", clock.progress, clock.stale, clock.met_at as "metAt",
  clock.breached_at as "breachedAt", clock.ended_at as "endedAt", clock.end_reason as "endReason"`;

@Injectable()
export class ClockStore {
  /** Locks all clocks of the leads' present cycles, and any other that still has something to do. Leads are locked before. */
  async lockOfLeads(tx: Sql, leadIds: readonly string[]): Promise<LeadClock[]> {
    const { rows } = await tx.query<LeadClock>(
      `select ${CLOCK_COLUMNS}
         from clock join lead on lead.id = clock.lead_id
        where clock.lead_id = any ($1::uuid[])
          and (clock.cycle = lead.cycle or clock.state = 'running' or clock.next_at is not null)
        order by clock.lead_id, clock.id
          for no key update of clock`,
      [leadIds],
      'clock-lock-of-leads',
    );
    return rows;
  }

  async insertMany(tx: Sql, clocks: readonly LeadClock[]): Promise<void> {
    if (clocks.length === 0) return;
    await tx.query(
      `insert into clock (id, kind, lead_id, rep_id, assignment_id, cycle, policy_id, policy_version, state, started_at,
         target, basis, calendar_id, calendar_version, time_zone, due_at, next_at, progress, met_at, breached_at, ended_at,
         end_reason)
       select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::int[], $7::uuid[], $8::int[],
         $9::text[], $10::timestamptz[], $11::text[], $12::text[], $13::uuid[], $14::int[], $15::text[],
         $16::timestamptz[], $17::timestamptz[], $18::int[], $19::timestamptz[], $20::timestamptz[], $21::timestamptz[],
         $22::text[])`,
      columnsOf(clocks, [
        plain((clock) => clock.id),
        plain((clock) => clock.kind),
        plain((clock) => clock.leadId),
        plain((clock) => clock.repId),
        plain((clock) => clock.assignmentId),
        plain((clock) => clock.cycle),
        plain((clock) => clock.policyId),
        plain((clock) => clock.policyVersion),
        plain((clock) => clock.state),
        instant((clock) => clock.startedAt),
        plain((clock) => clock.target),
        plain((clock) => clock.basis),
        plain((clock) => clock.calendarId),
        plain((clock) => clock.calendarVersion),
        text((clock) => clock.timeZone),
        instant((clock) => clock.dueAt),
        instant((clock) => clock.nextAt),
        plain((clock) => clock.progress),
        instant((clock) => clock.metAt),
        instant((clock) => clock.breachedAt),
        instant((clock) => clock.endedAt),
        plain((clock) => clock.endReason),
      ]),
      'clock-insert',
    );
  }

  /** Writes what may change of clocks that this transaction has locked. */
  async updateMany(tx: Sql, clocks: readonly LeadClock[]): Promise<void> {
    if (clocks.length === 0) return;
    await tx.query(
      `update clock
          set state = new.state, calendar_id = new.calendar_id, calendar_version = new.calendar_version,
              time_zone = new.time_zone, due_at = new.due_at, next_at = new.next_at, progress = new.progress,
              stale = new.stale, met_at = new.met_at, breached_at = new.breached_at, ended_at = new.ended_at,
              end_reason = new.end_reason
         from unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[], $5::text[], $6::timestamptz[], $7::timestamptz[],
                $8::int[], $9::boolean[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $13::text[])
              as new (id, state, calendar_id, calendar_version, time_zone, due_at, next_at, progress, stale, met_at,
                      breached_at, ended_at, end_reason)
        where clock.id = new.id`,
      columnsOf(clocks, [
        plain((clock) => clock.id),
        plain((clock) => clock.state),
        plain((clock) => clock.calendarId),
        plain((clock) => clock.calendarVersion),
        text((clock) => clock.timeZone),
        instant((clock) => clock.dueAt),
        instant((clock) => clock.nextAt),
        plain((clock) => clock.progress),
        plain((clock) => clock.stale),
        instant((clock) => clock.metAt),
        instant((clock) => clock.breachedAt),
        instant((clock) => clock.endedAt),
        plain((clock) => clock.endReason),
      ]),
      'clock-update',
    );
  }

  /** Lets what is due of a lead rest until an instant. */
  async postpone(tx: Sql, leadId: string, now: Instant, until: Instant): Promise<void> {
    await tx.query('update clock set next_at = $3 where lead_id = $1 and next_at <= $2', [
      leadId,
      toIso(now),
      toIso(until),
    ]);
  }

  /** What is due since before an instant and has not been done. */
  async readOverdue(sql: Sql, before: Instant): Promise<{ clocks: number; oldestAt: Instant | null }> {
    const { rows } = await sql.query<{ clocks: number; oldestAt: Instant | null }>(
      `select count(*)::int as clocks, min(next_at) as "oldestAt"
         from (select next_at from clock where next_at < $1 order by next_at limit 10000) as overdue`,
      [toIso(before)],
    );
    return rows[0]!;
  }

  /** The next moment at which anything is due, of any kind; null when nothing is. */
  async nextInstant(sql: Sql): Promise<Instant | null> {
    const { rows } = await sql.query<{ nextAt: Instant | null }>(
      'select min(next_at) as "nextAt" from clock where next_at is not null',
      [],
      'clock-next',
    );
    return rows[0]?.nextAt ?? null;
  }

  /**
   * Marks running clocks whose working time has changed: none of them acts before it is planned anew. One statement,
   * in the transaction of the change; the planning itself is done by sweeps, in batches.
   */
  async markStale(
    tx: Sql,
    changed: { repIds: readonly string[]; poolIds: readonly string[]; calendarIds: readonly string[] },
    now: Instant,
  ): Promise<number> {
    const { count } = await tx.query(
      `update clock set stale = true, next_at = $4
        where state = 'running' and basis = 'working' and lead_id is not null
          and (calendar_id = any ($3::uuid[])
               or lead_id in (select id from lead
                               where status = 'open' and (owner_id = any ($1::uuid[]) or pool_id = any ($2::uuid[]))))`,
      [changed.repIds, changed.poolIds, changed.calendarIds, toIso(now)],
    );
    return count;
  }

  /**
   * Leads that have a clock due (or one to be planned anew), locked together with that clock; what somebody else works
   * on is left for a moment later. The planner's picture of a burst is always an old one, so the settings leave it only
   * the index.
   */
  async claimDueLeads(tx: Sql, now: Instant, limit: number, which: 'due' | 'stale'): Promise<LeadState[]> {
    await tx.query(
      `select set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true),
              set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
              set_config('enable_mergejoin', 'off', true)`,
      [],
      'sweep-settings',
    );
    const { rows } = await tx.query<LeadState>(
      `select ${STATE_COLUMNS}
         from clock join lead on lead.id = clock.lead_id
        where ${which === 'due' ? 'clock.next_at <= $1' : 'clock.stale and clock.next_at <= $1'}
        order by ${which === 'due' ? 'clock.next_at' : 'clock.id'}
        limit $2
          for no key update of lead, clock skip locked`,
      [toIso(now), limit],
      `clock-claim-${which}`,
    );
    // A lead with two clocks due is one lead.
    return [...new Map(rows.map((row) => [row.id, row])).values()];
  }
}
