import { Injectable } from '@nestjs/common';
import { insertInto, valuesOf } from '../platform/columns.js';
import type { Sql } from '../platform/database.js';
import { type Instant, type Interval, isoOrNull, MS_PER_SECOND, toIso } from '../platform/instant.js';
import { sendUpdate, updateBySubject } from '../vocabulary/subject-columns.store.js';
import { type OwnedType, SUBJECT_COLUMNS, type SubjectRef } from '../vocabulary/subjects.js';
import {
  type Clock,
  type LeadClock,
  NEXT_MAX,
  type NextClock,
  type OwnedClockKind,
  type RepClockKind,
} from './clock.js';
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

const INSERT = insertInto('clock', ALL);
const UPDATE = updateBySubject('clock', CHANGING);
const RESTATE = updateBySubject<Clock>('clock', PROMISED);
const STRIKE = updateBySubject('clock', STRUCK);
const STRIKE_WITH_REASON = updateBySubject('clock', STRUCK_WITH_REASON);
const INSERT_TIMERS = insertInto('clock', TIMER);

/** Held shared from a poke to its commit. Nobody waits for it but for an instant: who wants it alone only tries. */
const FREEING_LOCK = 7_301_982_350;
const AGAIN_MS = MS_PER_SECOND;

/** Promises by a version of a policy. */
export interface ByVersion {
  readonly policyId: string;
  readonly version: number;
}

/** Which leads are meant; null: all. */
export interface LeadScope {
  readonly sourceKey: string | null;
  readonly poolId: string | null;
  readonly policyId: string | null;
}

export interface CycleOfLead {
  readonly leadId: string;
  readonly cycle: number;
}

/** In a span from $1 to $2. */
const MISSED = `clock.state = 'breached' and clock.breached_at >= $1 and clock.breached_at < $2`;
const COUNTS = 'clock.struck_miss_at is distinct from clock.breached_at';
/** Whether an undo has to do with it: it counts, or a person has only uncounted what nobody has answered. */
const TO_UNDO = `(${COUNTS} or (clock.strike_reason is not null and clock.met_at is null))`;

/** The same, of leads in a scope: a source $3, a pool $4, a policy $5, and by one of the versions of policies $6 and $7. */
const MISSED_BY_VERSION = `event
         join clock on clock.lead_id = event.subject_id and clock.id = (event.data->>'clockId')::uuid
         join unnest($6::uuid[], $7::int[]) as saved (policy_id, version)
           on saved.policy_id = clock.policy_id and saved.version = clock.policy_version
         join lead on lead.id = clock.lead_id
        where event.type = 'sla.breached' and event.subject_type = 'lead'
          and event.occurred_at >= $1 and event.occurred_at < $2 and ${MISSED}
          and ($3::text is null or lead.source_key = $3)
          and ($4::uuid is null or lead.pool_id = $4 or exists (
            select from assignment where assignment.id = clock.assignment_id and assignment.lead_id = lead.id and pool_id = $4))
          and ($5::uuid is null or lead.policy_id = $5)`;
const missedByVersion = ({ from, to }: Interval, versions: readonly ByVersion[], scope: LeadScope) => [
  toIso(from),
  toIso(to),
  scope.sourceKey,
  scope.poolId,
  scope.policyId,
  versions.map((each) => each.policyId),
  versions.map(({ version }) => version),
];

/** The one writer of the table of clocks, whatever they are about. */
@Injectable()
export class ClockStore {
  /** All clocks of subjects, whatever their cycle. Whoever has locked a subject has its clocks to themselves. */
  async readOf<Kind extends OwnedClockKind>(tx: Sql, type: OwnedType, ids: readonly string[]): Promise<Clock<Kind>[]> {
    const of = SUBJECT_COLUMNS[type];
    const { rows } = await tx.query<Clock<Kind>>(
      `select ${clockColumns(type)}
         from clock where ${of} = any ($1::uuid[]) order by ${of}, id`,
      [ids],
      `clock-of-${type}`,
    );
    return rows;
  }

  /** The clocks of cycles of leads that this transaction has locked. */
  async readOfCycles(tx: Sql, cycles: readonly CycleOfLead[]): Promise<LeadClock[]> {
    if (cycles.length === 0) return [];
    const { rows } = await tx.query<LeadClock>(
      `select ${clockColumns('lead')}
         from clock
        where lead_id = any ($1::uuid[]) and (lead_id, cycle) in (select unnest($1::uuid[]), unnest($2::int[]))
        order by lead_id, id`,
      [cycles.map(({ leadId }) => leadId), cycles.map(({ cycle }) => cycle)],
    );
    return rows;
  }

  async insertMany(tx: Sql, clocks: readonly Clock[]): Promise<void> {
    if (clocks.length === 0) return;
    await tx.query(INSERT, valuesOf(clocks, ALL), 'clock-insert');
  }

  /** Writes what may change of clocks whose subjects this transaction has locked. */
  async updateMany(tx: Sql, clocks: readonly Clock[]): Promise<void> {
    await sendUpdate(tx, UPDATE, clocks, 'clock-update');
  }

  /** Writes what is promised by clocks from now on. */
  async restateMany(tx: Sql, clocks: readonly Clock[]): Promise<void> {
    await sendUpdate(tx, RESTATE, clocks, 'clock-restate');
  }

  /** Writes which misses are struck, of clocks whose subjects this transaction has locked. */
  async strikeMany(tx: Sql, struck: readonly StruckClock[]): Promise<void> {
    const rows = struck.map(({ clock, reason }) => {
      const { id, subjectType, subjectId } = clock;
      return { id, subjectType, subjectId, clock, reason };
    });
    // A reason that a person gave before stays.
    const [without, within] = [
      rows.filter(({ reason }) => reason === null),
      rows.filter(({ reason }) => reason !== null),
    ];
    await sendUpdate(tx, STRIKE, without, 'clock-strike');
    await sendUpdate(tx, STRIKE_WITH_REASON, within, 'clock-strike-with-reason');
  }

  /** Why misses of a lead were struck, by clock, where a person gave a reason. */
  async readStrikeReasons(sql: Sql, leadId: string): Promise<Map<string, string>> {
    const { rows } = await sql.query<{ id: string; reason: string }>(
      'select id, strike_reason as reason from clock where lead_id = $1 and strike_reason is not null',
      [leadId],
    );
    return new Map(rows.map(({ id, reason }) => [id, reason]));
  }

  /**
   * Leads of which a promise was missed in a span, by one of some versions of policies, that undo has to do with. Found by
   * the ledger, which is in months: an index of misses would slow every sweep for what is asked once a year.
   */
  async readMissedLeads(
    sql: Sql,
    span: Interval,
    versions: readonly ByVersion[],
    scope: LeadScope,
    limit: number,
  ): Promise<string[]> {
    if (versions.length === 0) return [];
    const { rows } = await sql.query<{ id: string }>(
      `select distinct lead.id from ${MISSED_BY_VERSION} and ${TO_UNDO} order by lead.id limit $8`,
      [...missedByVersion(span, versions, scope), limit],
    );
    return rows.map(({ id }) => id);
  }

  /** How many promises were missed in a span by each of some versions of policies, and still count as missed. */
  async countMissed<Version extends ByVersion>(
    sql: Sql,
    span: Interval,
    versions: readonly Version[],
    scope: LeadScope,
  ): Promise<(Version & { readonly missed: number })[]> {
    if (versions.length === 0) return [];
    const { rows } = await sql.query<ByVersion & { missed: number }>(
      `select saved.policy_id as "policyId", saved.version, count(distinct clock.id)::int as missed
         from ${MISSED_BY_VERSION} and ${COUNTS} group by 1, 2`,
      missedByVersion(span, versions, scope),
    );
    return versions.flatMap((each) => {
      const of = rows.find(({ policyId, version }) => policyId === each.policyId && version === each.version);
      return of === undefined ? [] : [{ ...each, missed: of.missed }];
    });
  }

  /** What leads have missed in a span, in whatever cycle, and undo has to do with. */
  async readMissedOf(sql: Sql, leadIds: readonly string[], { from, to }: Interval): Promise<LeadClock[]> {
    const { rows } = await sql.query<LeadClock>(
      `select ${clockColumns('lead')} from clock
        where lead_id = any ($3::uuid[]) and ${MISSED} and ${TO_UNDO} order by lead_id, id`,
      [toIso(from), toIso(to), leadIds],
    );
    return rows;
  }

  /** One clock of a lead, of whatever cycle. */
  async find(sql: Sql, leadId: string, id: string): Promise<LeadClock | undefined> {
    const { rows } = await sql.query<LeadClock>(
      `select ${clockColumns('lead')} from clock where lead_id = $1 and id = $2`,
      [leadId, id],
    );
    return rows[0];
  }

  /**
   * Locks subjects that have a clock due; what somebody else works on is left for a moment later. What the clocks say is
   * read when the subjects are locked: another node may have been there in between. The planner's picture of a burst is
   * always an old one, so the settings leave it only the index.
   * @param columns what is read of their rows, the id among it
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
    const { rows } = await tx.query<Row>(
      `select ${columns}
         from clock join ${type} on ${type}.id = clock.${SUBJECT_COLUMNS[type]}
        where clock.next_at <= $1
        order by clock.next_at
        limit $2
          for no key update of ${type} skip locked`,
      [toIso(now), limit],
      `clock-claim-due-${type}`,
    );
    // One with two clocks due is one. Among clocks due at one instant (a shift opens) the index knows no order: they are
    // taken as they came in.
    return [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Lets what is due of a subject rest until an instant. */
  async postponeOf(tx: Sql, { subjectType, subjectId }: SubjectRef, now: Instant, until: Instant): Promise<void> {
    const column = SUBJECT_COLUMNS[subjectType];
    await tx.query(
      `with locked as (select id from ${subjectType} where id = $1 for no key update)
       update clock set next_at = $3 from locked where ${column} = locked.id and next_at <= $2`,
      [subjectId, toIso(now), toIso(until)],
    );
  }

  /**
   * What waits for a hold that is over is due now: a batch of it, of subjects that nobody works on.
   * @returns how many subjects, and whether there may be more
   */
  async releaseHeld(
    tx: Sql,
    type: OwnedType,
    holdId: string,
    now: Instant,
    limit: number,
  ): Promise<{ released: number; isMore: boolean }> {
    const column = SUBJECT_COLUMNS[type];
    const { rows } = await tx.query<{ released: number; isMore: boolean }>(
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
    return rows[0]!;
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

  /** What is due next, of any kind: at most NEXT_MAX clocks, the earliest first. */
  async readNext(sql: Sql): Promise<NextClock[]> {
    const { rows } = await sql.query<NextClock>(
      // The number stands in the text: a plan for any number might read and sort them all.
      `select kind, next_at as "at" from clock where next_at is not null order by next_at limit ${NEXT_MAX}`,
      [],
      'clock-next',
    );
    return rows;
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

  /** It has begun, and is not over yet: it is looked at again at an instant. */
  async resumeTimer(tx: Sql, id: string, at: Instant): Promise<void> {
    await tx.query('update clock set progress = 1, next_at = $2 where lead_id is null and id = $1', [id, toIso(at)]);
  }

  /** Lets a timer rest until an instant. @returns whether it was still due */
  async postponeTimer(tx: Sql, id: string, now: Instant, until: Instant): Promise<boolean> {
    const { count } = await tx.query(
      'update clock set next_at = $3 where lead_id is null and id = $1 and next_at <= $2',
      [id, toIso(now), toIso(until)],
    );
    return count > 0;
  }

  /** Which of these reps have a timer of a kind that is not over. */
  async runningTimers(tx: Sql, kind: RepClockKind, repIds: readonly string[]): Promise<string[]> {
    if (repIds.length === 0) return [];
    const { rows } = await tx.query<{ repId: string }>(
      `select rep_id as "repId" from clock where kind = $1 and rep_id = any ($2::uuid[]) and state = 'running'`,
      [kind, repIds],
    );
    return rows.map(({ repId }) => repId);
  }

  /** Ends the timers of a kind that reps have. */
  async cancelTimers(
    tx: Sql,
    kind: RepClockKind,
    repIds: readonly string[],
    reason: string,
    now: Instant,
  ): Promise<void> {
    await tx.query(
      `update clock set state = 'cancelled', ended_at = $3, end_reason = $4, next_at = null
        where kind = $1 and rep_id = any ($2::uuid[]) and state = 'running'`,
      [kind, repIds, toIso(now), reason],
    );
  }

  /** Somebody may be eligible now: if any lead waits, the queue is to be looked at. The last statement of its transaction. */
  async pokeQueue(tx: Sql, now: Instant): Promise<void> {
    await Promise.all([
      // Until the commit: whoever takes the queue sees that somebody is between here and there, see `takeQueue`.
      tx.query('select pg_advisory_xact_lock_shared($1)', [FREEING_LOCK], 'queue-freeing'),
      tx.query(
        // Also where it is due already: whoever takes it waits for this row, and so for what was freed.
        `update clock set next_at = least(next_at, $1)
          where kind = 'queue' and exists (select 1 from lead where waiting is not null)`,
        [toIso(now)],
        'queue-poke',
      ),
    ]);
  }

  /** Whether the queue is to be looked at, and the version of the rules by which all of it was last gone through. */
  async readQueue(sql: Sql): Promise<{ nextAt: Instant | null; rulesVersion: number }> {
    const { rows } = await sql.query<{ nextAt: Instant | null; rulesVersion: number }>(
      `select next_at as "nextAt", progress as "rulesVersion" from clock where kind = 'queue'`,
      [],
      'queue-clock',
    );
    return rows[0]!;
  }

  /**
   * Takes the queue until an instant, when it is due: whoever dies over it leaves it due again by then. Somebody may have
   * freed a capacity and, when no lead waited yet, poked nothing, and not have committed: whoever goes through the queue
   * now does not see what was freed. Then it is due again in a moment, as if it had been poked.
   */
  async takeQueue(sql: Sql, now: Instant, until: Instant): Promise<boolean> {
    const { count } = await sql.query(
      `update clock set next_at = case when pg_try_advisory_xact_lock($3) then $2::timestamptz else $4 end
        where kind = 'queue' and next_at <= $1`,
      [toIso(now), toIso(until), FREEING_LOCK, toIso(now + AGAIN_MS)],
      'queue-take',
    );
    return count > 0;
  }

  /** Whoever took the queue holds it for longer, unless it was poked meanwhile: then that stands. */
  async holdQueue(tx: Sql, taken: Instant, until: Instant): Promise<void> {
    await tx.query(
      `update clock set next_at = $2 where kind = 'queue' and next_at = $1`,
      [toIso(taken), toIso(until)],
      'queue-hold',
    );
  }

  /** All of the queue has been gone through. Whoever poked it meanwhile may have come too late for that, and stands. */
  async planQueue(tx: Sql, taken: Instant, at: Instant | null, rulesVersion: number): Promise<void> {
    await tx.query(
      `update clock set next_at = case when next_at = $1 then $2 else least(next_at, $2) end, progress = $3
        where kind = 'queue'`,
      [toIso(taken), isoOrNull(at), rulesVersion],
      'queue-plan-next',
    );
  }
}
