import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { LeadDocument, WaitingKind } from './lead.js';
import { offeredToAny } from './lead-filter.store.js';
import type { Sight } from './visibility.js';

export interface WaitingLead {
  readonly leadId: string;
  readonly contact: LeadDocument['contact'];
  readonly company: LeadDocument['company'] | null;
  readonly ownerId: string | null;
  readonly since: Instant;
  readonly poolId: string | null;
  readonly queueId: string | null;
  /** When it came into its named queue; null if it is in none, or a test. */
  readonly queueSince: Instant | null;
  readonly rule: string | null;
  readonly waiting: WaitingKind;
  readonly test: boolean;
}

/** New leads that wait in a pool, of a source, and name a lead of their person. */
export interface WaitingFurther {
  readonly poolId: string | null;
  readonly source: string;
  readonly otherId: string;
}

@Injectable()
export class WaitingStore {
  constructor(private readonly database: Database) {}

  /** Returns waiting leads that the key may see, oldest first, after a position. @param queueId only in this queue */
  readPage(
    sight: Sight,
    {
      after,
      queueId = null,
    }: { readonly after: { since: Instant; id: string } | null; readonly queueId?: string | null },
    limit: number,
  ): Promise<WaitingLead[]> {
    return this.database.reads.rows(
      `select lead.id as "leadId", contact, company, owner_id as "ownerId", waiting_since as since, lead.pool_id as "poolId", lead.queue_id as "queueId", queue_stay.since_at as "queueSince", lead.rule, waiting, test
         from lead left join queue_stay on queue_stay.lead_id = lead.id
        where waiting is not null ${queueId === null ? '' : 'and lead.queue_id = $9'} and ($1::timestamptz is null or (waiting_since, lead.id) > ($1, $2::uuid))
          and ($4 or ($5 and waiting = 'queue' and lead.queue_id is null) or owner_id = any ($6::uuid[])
               or lead.queue_id = any ($8::uuid[]) or (waiting = 'claim' and pool_id = any ($7::uuid[]) and ${offeredToAny('$6::uuid[]')}))
        order by waiting_since, lead.id
        limit $3`,
      [
        after && toIso(after.since),
        after?.id ?? null,
        limit,
        sight.all,
        sight.queue,
        sight.repIds,
        sight.offeredByPoolIds,
        sight.queueIds,
        ...(queueId === null ? [] : [queueId]),
      ],
    );
  }

  /** Returns when the oldest current offer of each pool began. */
  readFirstOffered(sql: Sql): Promise<{ poolId: string; since: Instant }[]> {
    return sql.rows(
      `select pool_id as "poolId", min(waiting_since) as since from lead where waiting = 'claim' group by pool_id`,
      [],
      'queue-first-offered',
    );
  }

  /** Returns which of the queues contain leads; null is the queue of leads that nobody can take. */
  readFilled(sql: Sql, queueIds: readonly (string | null)[]): Promise<(string | null)[]> {
    return sql.column(
      `select null::uuid as "queueId"
        where $1 and exists (select from lead where waiting = 'queue' and queue_id is null and not test)
       union all
       select asked.id from unnest($2::uuid[]) as asked (id)
        where exists (select from lead where queue_id = asked.id and not test)`,
      [queueIds.includes(null), queueIds.filter((id) => id !== null)],
      'queue-filled',
    );
  }

  /** Counts the leads in each queue; null is the queue of leads that nobody can take. */
  countQueued(sql: Sql): Promise<ReadonlyMap<string | null, number>> {
    return sql.map(
      `select queue_id as "queueId", count(*)::int as count
         from lead where waiting = 'queue' and not test group by queue_id`,
      [],
      'queue-count',
    );
  }

  /** Returns the waiting leads that nobody has had yet and that name another one, each kind of them once. */
  readFurther(sql: Sql): Promise<WaitingFurther[]> {
    return sql.rows(
      `select distinct pool_id as "poolId", source, duplicate_of as "otherId" from lead
        where waiting = 'queue' and queue_id is null and duplicate_of is not null and not test
          and (select cause from assignment
                where lead_id = lead.id and cycle = lead.cycle order by from_at, id limit 1) = 'intake'
          and not exists (
            select from assignment where lead_id = lead.id and cycle = lead.cycle and rep_id is not null)`,
      [],
      'queue-further',
    );
  }

  /** Reports whether a lead waits that names another one of its person. */
  hasFurther(sql: Sql): Promise<boolean> {
    return sql.matches(
      `select 1 from lead where waiting is not null and duplicate_of is not null limit 1`,
      [],
      'queue-has-further',
    );
  }

  /** Returns the reps for whom leads wait besides their pool, each with that pool, as was known when they were asked. */
  readPreferred(sql: Sql): Promise<{ poolId: string | null; repId: string }[]> {
    return sql.rows(
      `select distinct pool_id as "poolId", awaited.rep_id as "repId"
         from assignment cross join lateral (
           select preferred_rep_id union all select jsonb_array_elements_text(also_preferred)::uuid) as awaited (rep_id)
        where until_at is null and preferred_rep_id is not null`,
      [],
      'queue-preferred',
    );
  }

  /**
   * Returns the pools that leads wait for, null for none; named queues are left out. Skips from pool to pool in the
   * index, so that the queue's length does not matter.
   */
  readPools(sql: Sql): Promise<(string | null)[]> {
    return sql.column(
      `with recursive pool_waited_for as (
         (select pool_id from lead where waiting is not null and queue_id is null and pool_id is not null order by pool_id limit 1)
         union all
         select (select lead.pool_id from lead
                  where waiting is not null and queue_id is null and lead.pool_id > pool_waited_for.pool_id
                  order by lead.pool_id limit 1)
           from pool_waited_for where pool_id is not null)
       select pool_id as "poolId" from pool_waited_for where pool_id is not null
       union all
       select null where exists (select 1 from lead where waiting is not null and queue_id is null and pool_id is null)`,
      [],
      'queue-pools',
    );
  }

  /** Returns the pools that test leads wait for, null for none: the settings may now name another. */
  readPoolsOfTests(sql: Sql): Promise<(string | null)[]> {
    return sql.column(
      `select distinct pool_id as "poolId" from lead where waiting is not null and test`,
      [],
      'queue-pools-of-tests',
    );
  }

  /**
   * Counts, by pool, the waiting recycled leads that every possible owner has already had in an earlier cycle.
   * @param members the reps who may be dealt leads, each with a pool
   */
  countForNobody(
    sql: Sql,
    members: readonly { readonly poolId: string; readonly repId: string }[],
  ): Promise<{ poolId: string; leads: number }[]> {
    return sql.rows(
      `with member as (select * from unnest($1::uuid[], $2::uuid[]) as given (pool_id, rep_id))
       select lead.pool_id as "poolId", count(*)::int as leads
         from lead
        where waiting = 'queue' and not test and pool_id in (select pool_id from member)
          and (select cause from assignment
                where lead_id = lead.id and cycle = lead.cycle order by from_at, id limit 1) = 'recycle'
          and not exists (
            select from member
             where member.pool_id = lead.pool_id
               and not exists (select from assignment
                                where lead_id = lead.id and cycle < lead.cycle and rep_id = member.rep_id))
        group by lead.pool_id`,
      [members.map(({ poolId }) => poolId), members.map(({ repId }) => repId)],
    );
  }

  /** Whether a lead without a pool waits for another owner: any pool of the rules may get it next. */
  hasMovePastPools(sql: Sql): Promise<boolean> {
    return sql.matches(
      `select 1 from lead where waiting = 'move' and pool_id is null limit 1`,
      [],
      'queue-move-past-pools',
    );
  }
}
