import { Injectable } from '@nestjs/common';
import { insertInto, valuesOf } from '../platform/sql/columns.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { insertSet } from '../platform/sql/row-sets.js';
import { type Instant, isoOrNull, MS_PER_SECOND, toIso } from '../platform/values/duration.js';
import { sendUpdate, updateBySubject } from '../vocabulary/subject-columns.store.js';
import { type OwnedType, SUBJECT_COLUMNS, type SubjectRef } from '../vocabulary/subjects.js';
import type { Clock, LeadClock, OwnedClockKind, RepClockKind } from './clock.js';
import {
  ALL,
  CHANGING,
  clockColumns,
  type NewTimer,
  PROMISED,
  STRUCK,
  STRUCK_WITH_REASON,
  type StruckClock,
  TIMER,
} from './clock-columns.store.js';

const UPDATE = updateBySubject('clock', CHANGING);
const RESTATE = updateBySubject<Clock>('clock', PROMISED);
const STRIKE = updateBySubject('clock', STRUCK);
const STRIKE_WITH_REASON = updateBySubject('clock', STRUCK_WITH_REASON);
const INSERT_TIMERS = insertInto('clock', TIMER);

/**
 * Advisory lock that each poke of the queue holds shared until its commit. `takeQueue` only tries to get it
 * exclusively, so it never waits.
 */
const FREEING_LOCK = 7_301_982_350;
const AGAIN_MS = MS_PER_SECOND;

interface CycleOfLead {
  readonly leadId: string;
  readonly cycle: number;
}

/** The only writer of the table of clocks, whatever they are about. */
@Injectable()
export class ClockStore {
  /** Reads all clocks of subjects, of any cycle. The lock of a subject covers its clocks. */
  readOf<Kind extends OwnedClockKind>(tx: Sql, type: OwnedType, ids: readonly string[]): Promise<Clock<Kind>[]> {
    const of = SUBJECT_COLUMNS[type];
    return tx.rows(
      `select ${clockColumns(type)}
         from clock where ${of} = any ($1::uuid[]) order by ${of}, id`,
      [ids],
      `clock-of-${type}`,
    );
  }

  /** Reads the clocks of cycles of leads that this transaction has locked. */
  readOfCycles(tx: Sql, cycles: readonly CycleOfLead[]): Promise<LeadClock[]> {
    return tx.rowsOf(
      `select ${clockColumns('lead')}
         from clock
        where lead_id = any ($1::uuid[]) and (lead_id, cycle) in (select unnest($1::uuid[]), unnest($2::int[]))
        order by lead_id, id`,
      [cycles.map(({ leadId }) => leadId), cycles.map(({ cycle }) => cycle)],
    );
  }

  readonly insertMany = insertSet<Clock>('clock', ALL, 'clock-insert');

  /** Writes the changing columns of clocks whose subjects this transaction has locked. */
  async updateMany(tx: Sql, clocks: readonly Clock[]): Promise<void> {
    await sendUpdate(tx, UPDATE, clocks, 'clock-update');
  }

  /** Writes the columns that follow from the policy, after a clock has got another version of it. */
  async restateMany(tx: Sql, clocks: readonly Clock[]): Promise<void> {
    await sendUpdate(tx, RESTATE, clocks, 'clock-restate');
  }

  /** Writes struck misses, of clocks whose subjects this transaction has locked. */
  async strikeMany(tx: Tx, struck: readonly StruckClock[]): Promise<void> {
    const rows = struck.map(({ clock, reason }) => {
      const { id, subjectType, subjectId } = clock;
      return { id, subjectType, subjectId, clock, reason };
    });
    // A person's earlier reason is kept.
    const [without, within] = [
      rows.filter(({ reason }) => reason === null),
      rows.filter(({ reason }) => reason !== null),
    ];
    // Sends both at once: a caller may send its commit without waiting for the first to finish.
    await Promise.all([
      sendUpdate(tx, STRIKE, without, 'clock-strike'),
      sendUpdate(tx, STRIKE_WITH_REASON, within, 'clock-strike-with-reason'),
    ]);
  }

  /** Finds a clock of a lead, of any cycle. */
  find(sql: Sql, leadId: string, id: string): Promise<LeadClock | undefined> {
    return sql.row(`select ${clockColumns('lead')} from clock where lead_id = $1 and id = $2`, [leadId, id]);
  }

  /** Postpones the due clocks of a subject until an instant. */
  async postponeOf(tx: Sql, { subjectType, subjectId }: SubjectRef, now: Instant, until: Instant): Promise<void> {
    const column = SUBJECT_COLUMNS[subjectType];
    await tx.query(
      `with locked as (select id from ${subjectType} where id = $1 for no key update)
       update clock set next_at = $3 from locked where ${column} = locked.id and next_at <= $2`,
      [subjectId, toIso(now), toIso(until)],
    );
  }

  /**
   * Makes due a batch of clocks that waited for a hold that is over. Skips subjects that are locked elsewhere.
   * @returns the number of subjects, and whether there may be more
   */
  releaseHeld(
    tx: Sql,
    type: OwnedType,
    holdId: string,
    now: Instant,
    limit: number,
  ): Promise<{ released: number; isMore: boolean }> {
    const column = SUBJECT_COLUMNS[type];
    return tx.one(
      `with held as materialized (
         select ${column} as id from clock where held_by = $1 order by ${column} limit $3),
       locked as materialized (
         select ${type}.id from ${type}
          where id in (select id from held)
          order by id for no key update skip locked),
       released as (
         update clock set next_at = least(next_at, $2), held_by = null from locked
          where ${column} = locked.id and held_by = $1 returning ${column} as id)
       select (select count(distinct id) from released)::int as released,
              (select count(*) from held) = $3
                or exists (select 1 from held where id not in (select id from released)) as "isMore"`,
      [holdId, toIso(now), limit],
    );
  }

  async addTimers(tx: Sql, timers: readonly NewTimer[]): Promise<void> {
    if (timers.length === 0) return;
    await tx.query(INSERT_TIMERS, valuesOf(timers, TIMER));
  }

  async finishTimer(tx: Sql, id: string, now: Instant): Promise<void> {
    await tx.query(
      `update clock set state = 'met', met_at = $2, ended_at = $2, next_at = null where lead_id is null and id = $1`,
      [id, toIso(now)],
    );
  }

  async cancelTimer(tx: Sql, id: string, reason: string, now: Instant): Promise<void> {
    await tx.query(
      `update clock set state = 'cancelled', ended_at = $2, end_reason = $3, next_at = null
        where lead_id is null and id = $1`,
      [id, toIso(now), reason],
    );
  }

  /** Schedules the next run of a timer that has begun and is not finished. */
  async resumeTimer(tx: Sql, id: string, at: Instant): Promise<void> {
    await tx.query('update clock set progress = 1, next_at = $2 where lead_id is null and id = $1', [id, toIso(at)]);
  }

  /** Postpones a timer until an instant. @returns whether it was still due */
  postponeTimer(tx: Sql, id: string, now: Instant, until: Instant): Promise<boolean> {
    return tx.matches('update clock set next_at = $3 where lead_id is null and id = $1 and next_at <= $2', [
      id,
      toIso(now),
      toIso(until),
    ]);
  }

  /** Returns those of the reps that have a running timer of a kind. */
  async runningTimers(tx: Sql, kind: RepClockKind, repIds: readonly string[]): Promise<string[]> {
    if (repIds.length === 0) return [];
    return tx.column(
      `select about_rep_id as "repId" from clock where kind = $1 and about_rep_id = any ($2::uuid[]) and state = 'running'`,
      [kind, repIds],
    );
  }

  /** Cancels the running timers of a kind that reps have. */
  async cancelTimers(
    tx: Sql,
    kind: RepClockKind,
    repIds: readonly string[],
    reason: string,
    now: Instant,
  ): Promise<void> {
    await tx.query(
      `update clock set state = 'cancelled', ended_at = $3, end_reason = $4, next_at = null
        where kind = $1 and about_rep_id = any ($2::uuid[]) and state = 'running'`,
      [kind, repIds, toIso(now), reason],
    );
  }

  /**
   * Makes the queue due if any lead waits, because somebody may be eligible now. Must be the last statement of its
   * transaction.
   */
  async pokeQueue(tx: Sql, now: Instant): Promise<void> {
    await Promise.all([
      // Held until the commit, so that `takeQueue` sees that a poke is in progress.
      tx.query('select pg_advisory_xact_lock_shared($1)', [FREEING_LOCK], 'queue-freeing'),
      tx.query(
        // Updates the row even if the queue is due already: `takeQueue` then waits for this transaction, and so sees
        // the capacity that it freed.
        `update clock set next_at = least(next_at, $1)
          where kind = 'queue' and exists (select 1 from lead where waiting is not null)`,
        [toIso(now)],
        'queue-poke',
      ),
    ]);
  }

  /** Makes the whole queue due, if any lead waits, because leads may now be eligible for other owners. */
  async askAllAgain(tx: Sql, now: Instant): Promise<void> {
    await tx.query(
      `update clock set next_at = least(next_at, $1), progress = -1
        where kind = 'queue' and exists (select 1 from lead where waiting is not null)`,
      [toIso(now)],
      'queue-ask-again',
    );
  }

  /** Reads when the queue is due, and the version of the rules by which all of it was last processed. */
  readQueue(sql: Sql): Promise<{ nextAt: Instant | null; rulesVersion: number }> {
    return sql.one(
      `select next_at as "nextAt", progress as "rulesVersion" from clock where kind = 'queue'`,
      [],
      'queue-clock',
    );
  }

  /**
   * Claims the due queue until an instant. If this node dies, the queue is due again then. Another transaction may have
   * freed capacity while no lead waited, so that it made nothing due, and may not have committed yet. This run does not
   * see that capacity, so the queue is made due again after AGAIN_MS.
   */
  takeQueue(sql: Sql, now: Instant, until: Instant): Promise<boolean> {
    return sql.matches(
      `update clock set next_at = case when pg_try_advisory_xact_lock($3) then $2::timestamptz else $4 end
        where kind = 'queue' and next_at <= $1`,
      [toIso(now), toIso(until), FREEING_LOCK, toIso(now + AGAIN_MS)],
      'queue-take',
    );
  }

  /** Extends the claim of the queue, unless the queue was made due meanwhile. */
  async holdQueue(tx: Sql, taken: Instant, until: Instant): Promise<void> {
    await tx.query(
      `update clock set next_at = $2 where kind = 'queue' and next_at = $1`,
      [toIso(taken), toIso(until)],
      'queue-hold',
    );
  }

  /**
   * Records the version of the rules by which the whole queue was processed, and plans the next run. If the queue was
   * made due meanwhile, the earlier instant stays.
   */
  async planQueue(tx: Sql, taken: Instant, at: Instant | null, rulesVersion: number): Promise<void> {
    await tx.query(
      `update clock set next_at = case when next_at = $1 then $2 else least(next_at, $2) end, progress = $3
        where kind = 'queue'`,
      [toIso(taken), isoOrNull(at), rulesVersion],
      'queue-plan-next',
    );
  }
}
