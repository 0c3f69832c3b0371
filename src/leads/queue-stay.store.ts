import { Injectable } from '@nestjs/common';
import { assignmentsOf, insertInto, valuesOf } from '../platform/sql/columns.js';
import type { Sql } from '../platform/sql/database.js';
import type { Row } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { LeadState } from './lead.js';
import { STATE_COLUMNS } from './lead-columns.store.js';
import { QUEUE_STAY } from './queue-stay.table.js';

const NEW = QUEUE_STAY.without('overdueAt');
export type NewQueueStay = Omit<Row<typeof QUEUE_STAY>, 'overdueAt'>;

/** A lead that passes from one queue to another begins a new stay. */
const BEGIN = `${insertInto('queue_stay', NEW)}
  on conflict (lead_id) do update set ${assignmentsOf(QUEUE_STAY.columns('queueId', 'sinceAt'), 'excluded')}, overdue_at = null`;

/** A queue, and the instant up to which leads came in whose time is over. */
export interface OverdueUpTo {
  readonly queueId: string;
  readonly upTo: Instant;
}

/** A node that does not get the lock leaves the promises of queues to the one that has it. */
const QUEUE_PROMISES_LOCK = 7_301_982_379;

const DUE = `queue_stay join unnest($1::uuid[], $2::timestamptz[]) as due (queue_id, up_to)
    on due.queue_id = queue_stay.queue_id and queue_stay.since_at <= due.up_to and queue_stay.overdue_at is null
   and queue_stay.lead_id <> all ($3::uuid[])`;

function dueIn(due: readonly OverdueUpTo[], except: readonly string[]): unknown[] {
  return [due.map(({ queueId }) => queueId), due.map(({ upTo }) => toIso(upTo)), except];
}

/** Since when each lead is in its named queue, and whether the promise of the queue was missed. */
@Injectable()
export class QueueStayStore {
  async beginMany(tx: Sql, stays: readonly NewQueueStay[]): Promise<void> {
    if (stays.length > 0) await tx.query(BEGIN, valuesOf(stays, NEW), 'queue-stay-begin');
  }

  async endMany(tx: Sql, leadIds: readonly string[]): Promise<void> {
    if (leadIds.length === 0) return;
    await tx.query('delete from queue_stay where lead_id = any ($1::uuid[])', [leadIds], 'queue-stay-end');
  }

  /**
   * Tries to become the only transaction of all nodes that finds missed promises of queues, so that a wave is announced
   * once. Does not wait.
   */
  takeTurn(tx: Sql): Promise<boolean> {
    return tx.value('select pg_try_advisory_xact_lock($1) as "isOurs"', [QUEUE_PROMISES_LOCK], 'queue-stay-turn');
  }

  /** Returns when the oldest lead of each queue came in whose promise was not found missed, if there is one. */
  readOldest(sql: Sql, queueIds: readonly string[]): Promise<ReadonlyMap<string, Instant>> {
    return sql.map(
      `select asked.id, oldest.since_at as "sinceAt"
         from unnest($1::uuid[]) as asked (id) cross join lateral (
           select since_at from queue_stay where queue_id = asked.id and overdue_at is null
            order by since_at limit 1) as oldest`,
      [queueIds],
      'queue-stay-oldest',
    );
  }

  /** Returns since when leads that this transaction has locked are in their queues. */
  readSince(tx: Sql, leadIds: readonly string[]): Promise<ReadonlyMap<string, Instant>> {
    return tx.map(
      'select lead_id as "leadId", since_at as "sinceAt" from queue_stay where lead_id = any ($1::uuid[])',
      [leadIds],
      'queue-stay-since',
    );
  }

  /** Locks leads whose time is over, of the oldest of each queue; those locked elsewhere are left out. */
  lockDue(tx: Sql, due: readonly OverdueUpTo[], except: readonly string[], limit: number): Promise<LeadState[]> {
    return tx.rows(
      `select ${STATE_COLUMNS}
         from (select queue_stay.lead_id, queue_stay.queue_id from ${DUE}
                order by queue_stay.queue_id, since_at, queue_stay.lead_id limit $4) as stay
         join lead on lead.id = stay.lead_id and lead.queue_id = stay.queue_id
        order by lead.id
          for no key update of lead skip locked`,
      [...dueIn(due, except), limit],
      'queue-stay-lock-due',
    );
  }

  /** Counts, by queue, the leads whose time is over and whose promise was not found missed. */
  countDue(sql: Sql, due: readonly OverdueUpTo[], except: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return sql.map(
      `select queue_stay.queue_id as "queueId", count(*)::int as count from ${DUE} group by queue_stay.queue_id`,
      dueIn(due, except),
      'queue-stay-count-due',
    );
  }

  /** Counts, by queue, the leads whose promise was found missed and that are still there. */
  countOverdue(sql: Sql): Promise<ReadonlyMap<string, number>> {
    return sql.map(
      `select queue_id as "queueId", count(*)::int as count
         from queue_stay where overdue_at is not null group by queue_id`,
      [],
      'queue-stay-count-overdue',
    );
  }

  /** Returns those of the queues in which missed leads are left, so that no new wave begins. */
  async readOverdue(sql: Sql, queueIds: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(
      await sql.columnOf<string>(
        `select asked.id from unnest($1::uuid[]) as asked (id)
          where exists (select from queue_stay where queue_id = asked.id and overdue_at is not null)`,
        [queueIds],
        'queue-stay-overdue',
      ),
    );
  }

  /** Notes that promises were missed, of leads that this transaction has locked. */
  async missMany(tx: Sql, leadIds: readonly string[], at: Instant): Promise<void> {
    await tx.query(
      'update queue_stay set overdue_at = $2 where lead_id = any ($1::uuid[]) and overdue_at is null',
      [leadIds, toIso(at)],
      'queue-stay-miss',
    );
  }
}
