import { Injectable } from '@nestjs/common';
import { assignmentsOf, columnsFor, insertInto, sent, valuesOf } from '../platform/columns.js';
import type { Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';
import type { LeadClock } from './clock.js';

export const CLOCK_COLUMNS = `clock.id, clock.kind, clock.lead_id as "leadId", clock.rep_id as "repId",
  clock.assignment_id as "assignmentId", clock.cycle, clock.policy_id as "policyId",
  clock.policy_version as "policyVersion", clock.state, clock.started_at as "startedAt", clock.target, clock.basis,
  clock.calendar_id as "calendarId", clock.calendar_version as "calendarVersion", clock.time_zone as "timeZone",
  clock.due_at as "dueAt", clock.next_at as "nextAt", clock.progress, clock.planned_revision as "plannedRevision", clock.met_at as "metAt",
  clock.breached_at as "breachedAt", clock.ended_at as "endedAt", clock.end_reason as "endReason"`;

const { uuid, text, int, instant } = columnsFor<LeadClock>();

const KEY = [uuid('lead_id', (clock) => clock.leadId), uuid('id', (clock) => clock.id)];

const FIXED = [
  text('kind', (clock) => clock.kind),
  uuid('rep_id', (clock) => clock.repId),
  uuid('assignment_id', (clock) => clock.assignmentId),
  int('cycle', (clock) => clock.cycle),
  uuid('policy_id', (clock) => clock.policyId),
  int('policy_version', (clock) => clock.policyVersion),
  instant('started_at', (clock) => clock.startedAt),
  text('target', (clock) => clock.target),
  text('basis', (clock) => clock.basis),
];

const CHANGING = [
  text('state', (clock) => clock.state),
  uuid('calendar_id', (clock) => clock.calendarId),
  int('calendar_version', (clock) => clock.calendarVersion),
  text('time_zone', (clock) => clock.timeZone),
  instant('due_at', (clock) => clock.dueAt),
  instant('next_at', (clock) => clock.nextAt),
  int('progress', (clock) => clock.progress),
  int('planned_revision', (clock) => clock.plannedRevision),
  instant('met_at', (clock) => clock.metAt),
  instant('breached_at', (clock) => clock.breachedAt),
  instant('ended_at', (clock) => clock.endedAt),
  text('end_reason', (clock) => clock.endReason),
];

const ALL = [...KEY, ...FIXED, ...CHANGING];
const CHANGED = [...KEY, ...CHANGING];
const INSERT = insertInto('clock', ALL);
const UPDATE = `update clock set ${assignmentsOf(CHANGING)} from ${sent(CHANGED)} 
  where clock.lead_id = sent.lead_id and clock.id = sent.id`;

@Injectable()
export class ClockStore {
  /**
   * All clocks of the leads' present cycles, and any other that still has something to do. Whoever has locked a lead has
   * its clocks to themselves.
   */
  async readOfLeads(tx: Sql, leadIds: readonly string[]): Promise<LeadClock[]> {
    const { rows } = await tx.query<LeadClock>(
      `select ${CLOCK_COLUMNS}
         from clock join lead on lead.id = clock.lead_id
        where clock.lead_id = any ($1::uuid[])
          and (clock.cycle = lead.cycle or clock.state = 'running' or clock.next_at is not null)
        order by clock.lead_id, clock.id`,
      [leadIds],
      'clock-of-leads',
    );
    return rows;
  }

  /** The clocks of one cycle of a lead that this transaction has locked. */
  async readOfCycle(tx: Sql, leadId: string, cycle: number): Promise<LeadClock[]> {
    const { rows } = await tx.query<LeadClock>(
      `select ${CLOCK_COLUMNS} from clock where lead_id = $1 and cycle = $2 order by id`,
      [leadId, cycle],
    );
    return rows;
  }

  async insertMany(tx: Sql, clocks: readonly LeadClock[]): Promise<void> {
    if (clocks.length === 0) return;
    await tx.query(INSERT, valuesOf(clocks, ALL), 'clock-insert');
  }

  /** Writes what may change of clocks whose leads this transaction has locked. */
  async updateMany(tx: Sql, clocks: readonly LeadClock[]): Promise<void> {
    if (clocks.length === 0) return;
    await tx.query(UPDATE, valuesOf(clocks, CHANGED), 'clock-update');
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
}
