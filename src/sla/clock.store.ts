import { Injectable } from '@nestjs/common';
import type { LeadState } from '../leads/lead.js';
import { STATE_COLUMNS } from '../leads/lead.store.js';
import { assignmentsOf, column, instant, namesOf, plain, text, unnested, valuesOf } from '../platform/columns.js';
import type { Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';
import type { LeadClock } from './clock.js';

export const CLOCK_COLUMNS = `clock.id, clock.kind, clock.lead_id as "leadId", clock.rep_id as "repId",
  clock.assignment_id as "assignmentId", clock.cycle, clock.policy_id as "policyId",
  clock.policy_version as "policyVersion", clock.state, clock.started_at as "startedAt", clock.target, clock.basis,
  clock.calendar_id as "calendarId", clock.calendar_version as "calendarVersion", clock.time_zone as "timeZone",
  clock.due_at as "dueAt", clock.next_at as "nextAt", clock.progress, clock.stale, clock.met_at as "metAt",
  clock.breached_at as "breachedAt", clock.ended_at as "endedAt", clock.end_reason as "endReason"`;

const ID = column<LeadClock>(
  'id',
  'uuid',
  plain((clock) => clock.id),
);

const FIXED = [
  column<LeadClock>(
    'kind',
    'text',
    plain((clock) => clock.kind),
  ),
  column<LeadClock>(
    'lead_id',
    'uuid',
    plain((clock) => clock.leadId),
  ),
  column<LeadClock>(
    'rep_id',
    'uuid',
    plain((clock) => clock.repId),
  ),
  column<LeadClock>(
    'assignment_id',
    'uuid',
    plain((clock) => clock.assignmentId),
  ),
  column<LeadClock>(
    'cycle',
    'int',
    plain((clock) => clock.cycle),
  ),
  column<LeadClock>(
    'policy_id',
    'uuid',
    plain((clock) => clock.policyId),
  ),
  column<LeadClock>(
    'policy_version',
    'int',
    plain((clock) => clock.policyVersion),
  ),
  column<LeadClock>(
    'started_at',
    'timestamptz',
    instant((clock) => clock.startedAt),
  ),
  column<LeadClock>(
    'target',
    'text',
    plain((clock) => clock.target),
  ),
  column<LeadClock>(
    'basis',
    'text',
    plain((clock) => clock.basis),
  ),
];

const CHANGING = [
  column<LeadClock>(
    'state',
    'text',
    plain((clock) => clock.state),
  ),
  column<LeadClock>(
    'calendar_id',
    'uuid',
    plain((clock) => clock.calendarId),
  ),
  column<LeadClock>(
    'calendar_version',
    'int',
    plain((clock) => clock.calendarVersion),
  ),
  column<LeadClock>(
    'time_zone',
    'text',
    text((clock) => clock.timeZone),
  ),
  column<LeadClock>(
    'due_at',
    'timestamptz',
    instant((clock) => clock.dueAt),
  ),
  column<LeadClock>(
    'next_at',
    'timestamptz',
    instant((clock) => clock.nextAt),
  ),
  column<LeadClock>(
    'progress',
    'int',
    plain((clock) => clock.progress),
  ),
  column<LeadClock>(
    'stale',
    'boolean',
    plain((clock) => clock.stale),
  ),
  column<LeadClock>(
    'met_at',
    'timestamptz',
    instant((clock) => clock.metAt),
  ),
  column<LeadClock>(
    'breached_at',
    'timestamptz',
    instant((clock) => clock.breachedAt),
  ),
  column<LeadClock>(
    'ended_at',
    'timestamptz',
    instant((clock) => clock.endedAt),
  ),
  column<LeadClock>(
    'end_reason',
    'text',
    plain((clock) => clock.endReason),
  ),
];

const ALL = [ID, ...FIXED, ...CHANGING];
const INSERT = `insert into clock (${namesOf(ALL)}) select ${namesOf(ALL)} from ${unnested(ALL)}`;
const UPDATE = `update clock set ${assignmentsOf(CHANGING)} from ${unnested([ID, ...CHANGING])} where clock.id = new.id`;

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
    await tx.query(INSERT, valuesOf(clocks, ALL), 'clock-insert');
  }

  /** Writes what may change of clocks that this transaction has locked. */
  async updateMany(tx: Sql, clocks: readonly LeadClock[]): Promise<void> {
    if (clocks.length === 0) return;
    await tx.query(UPDATE, valuesOf(clocks, [ID, ...CHANGING]), 'clock-update');
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
    // A lead with two clocks due is one lead. Among clocks due at one instant (a shift opens) the index knows no order:
    // leads are taken as they came in.
    return [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}
