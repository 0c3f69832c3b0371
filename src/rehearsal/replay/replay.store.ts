import { Injectable } from '@nestjs/common';
import type { LedgerRow } from '../../events/event.js';
import type { FeedPosition } from '../../events/feed.js';
import type { RelatedLead } from '../../leads/same-person.js';
import type { Sql } from '../../platform/sql/database.js';
import { type Instant, type Interval, toIso } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import { GIVING_BACK } from '../../routing/assignments/assignment.js';
import { countsForDays } from '../../routing/deciding/load.store.js';
import type { TraceDifference } from '../../routing/deciding/trace.js';
import { CONTACT_OUTCOMES } from '../../vocabulary/touch-kinds.js';
import { type FirstLoad, type TakenLead, WEEK_MS } from './replayed-loads.js';

export interface DecisionBasis {
  readonly assignmentId: string;
  readonly snapshotId: string | null;
  readonly because: string | null;
  /** Reps requested by name; null if none were. */
  readonly asked: TraceDifference['asked'] | null;
  /** Whether a person chose its pool. */
  readonly isPoolChosen: boolean;
}

interface AssignmentsOf {
  readonly leadIds: readonly string[];
  readonly assignmentIds: readonly string[];
}

/** SQL for whether a touch shows that the lead is being worked on. */
const TOUCHES = `(touch.counts or not (automated or goodbye) and touch.outcome in (${CONTACT_OUTCOMES.map((outcome) => `'${outcome}'`).join(', ')}))`;

/** SQL for whether a rep's open lead was untouched at an instant, given the parameter's number. */
const isUntouchedAt = (at: number) => `not exists (
  select from touch where touch.lead_id = assignment.lead_id and touch.cycle = assignment.cycle
     and touch.recorded_at < $${at} and ${TOUCHES})
  and not exists (
  select from milestone where milestone.lead_id = assignment.lead_id and milestone.cycle = assignment.cycle
     and milestone.recorded_at < $${at})`;

const GIVEN_BACK = GIVING_BACK.map((cause) => `'${cause}'`).join(', ');

/** SQL for whether an assignment counted as credited at an instant, given the parameter's number. */
const isCreditedAt = (at: number) => `coalesce((
  select type = 'lead.credited' from event
   where subject_id = assignment.lead_id and type in ('lead.credited', 'lead.creditWithdrawn') and occurred_at < $${at}
     and data->>'assignmentId' = assignment.id::text
   order by subject_seq desc limit 1), false)`;

/** SQL for whether an assignment was taken back at the instant of the second parameter. */
const IS_TAKEN_BACK = `coalesce(assignment.taken_back_at < $2, false)
          or (assignment.credited_at is not null and ${isCreditedAt(2)})`;

/** Reads the past state of routing. It writes nothing. */
@Injectable()
export class ReplayStore {
  /** Returns the place in the feed just before a span's first event; null if it has none. */
  async findStart(sql: Sql, from: Instant): Promise<FeedPosition | null> {
    return (
      (await sql.row<FeedPosition>(
        `select epoch, xid::text as xid, seq - 1 as seq from event
        where occurred_at >= $1 order by epoch, event.xid, seq limit 1`,
        [toIso(from)],
        'replay-start',
      )) ?? null
    );
  }

  /** Reads the loads of reps, by the end of their assignments. */
  async readLoads(sql: Sql, from: Instant): Promise<FirstLoad[]> {
    const held = await sql.rows<Omit<FirstLoad, 'taken'>>(
      `select rep_id as "repId", count(*)::int as open, (count(*) filter (where ${isUntouchedAt(1)}))::int as untouched
         from assignment
        where lead_id is not null and rep_id is not null and not is_test and cycle > 0
          and from_at < $1 and (until_at is null or until_at >= $1)
        group by rep_id`,
      [toIso(from)],
      'replay-loads',
    );
    const taken = await sql.rows<TakenLead & { repId: string }>(
      `select rep.id as "repId", assignment.from_at as at, lead.source_key as source
         from rep
         join assignment on assignment.rep_id = rep.id and assignment.from_at >= $1 and assignment.from_at < $2
         join lead on lead.id = assignment.lead_id
        where rep.capacity <> '{}' and ${countsForDays(IS_TAKEN_BACK)}
        order by assignment.from_at`,
      [toIso(from - WEEK_MS), toIso(from)],
      'replay-taken',
    );
    const takenBy = groupBy(taken, ({ repId }) => repId);
    const loads = new Map(held.map((row) => [row.repId, row]));
    return [...new Set([...loads.keys(), ...takenBy.keys()])].map((repId) => {
      const { open, untouched } = loads.get(repId) ?? { open: 0, untouched: 0 };
      return { repId, open, untouched, taken: takenBy.get(repId) ?? [] };
    });
  }

  /** Returns when pool members were last dealt a turn before an instant, by pool and rep. */
  async readLastTurns(sql: Sql, from: Instant): Promise<ReadonlyMap<string, ReadonlyMap<string, Instant>>> {
    const rows = await sql.rows<{ poolId: string; repId: string; at: Instant }>(
      `select pool_member.pool_id as "poolId", pool_member.rep_id as "repId", latest.at
         from pool_member
        cross join lateral (
          select assignment.from_at as at from assignment
           where assignment.rep_id = pool_member.rep_id and assignment.pool_id = pool_member.pool_id
             and assignment.from_at < $1 and not assignment.is_test and (assignment.trace->>'dealt')::boolean
           order by assignment.from_at desc limit 1) as latest`,
      [toIso(from)],
      'replay-last-turns',
    );
    const byPool = groupBy(rows, ({ poolId }) => poolId);
    return new Map(
      Array.from(byPool, ([poolId, turns]) => [poolId, new Map(turns.map(({ repId, at }) => [repId, at]))]),
    );
  }

  /** Returns, by pool and rep, the revision from which a member's figures count, if that began before an instant. */
  async readSince(sql: Sql, at: Instant): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
    const rows = await sql.rows<{ poolId: string; repId: string; revision: number }>(
      `select pool_id as "poolId", rep_id as "repId", since_revision as revision from pool_member where since_at < $1`,
      [toIso(at)],
      'replay-since',
    );
    const byPool = groupBy(rows, ({ poolId }) => poolId);
    return new Map(
      Array.from(byPool, ([poolId, members]) => [
        poolId,
        new Map(members.map(({ repId, revision }) => [repId, revision])),
      ]),
    );
  }

  /** Returns the leads with a turn taken back or counted again in a span; the ledger keeps even what was revoked. */
  findTakenBack(sql: Sql, leadIds: readonly string[], { from, to }: Interval): Promise<string[]> {
    return sql.columnOf(
      `select distinct subject_id as id from event
        where subject_id = any ($1::uuid[]) and occurred_at >= $2 and occurred_at < $3
          and (type in ('lead.declined', 'lead.credited', 'lead.creditWithdrawn')
               or (type in ('lead.assigned', 'lead.reassigned', 'lead.queued') and data->>'cause' in (${GIVEN_BACK})))`,
      [leadIds, toIso(from), toIso(to)],
      'replay-taken-back',
    );
  }

  /** Returns the leads' assignments that were credited back at an instant, even if that changed later. */
  async findCredited(sql: Sql, leadIds: readonly string[], at: Instant): Promise<ReadonlySet<string>> {
    return new Set(
      await sql.columnOf<string>(
        `select assignment.id from assignment
        where lead_id = any ($1::uuid[]) and credited_at is not null and ${isCreditedAt(2)}`,
        [leadIds, toIso(at)],
        'replay-credited',
      ),
    );
  }

  /** Returns the rule of each assignment, and whether the pool's members could claim it. */
  async readPlaces(
    sql: Sql,
    { leadIds, assignmentIds }: AssignmentsOf,
  ): Promise<ReadonlyMap<string, { readonly rule: string | null; readonly isOffered: boolean }>> {
    const rows = await sql.rows<{ leadId: string; rule: string | null; isOffered: boolean }>(
      `select lead_id as "leadId", rule, exists (
                select from event
                 where subject_id = lead_id and type = 'lead.offered' and data->>'assignmentId' = assignment.id::text
              ) as "isOffered"
         from assignment
        where lead_id = any ($1::uuid[]) and id = any ($2::uuid[])`,
      [leadIds, assignmentIds],
      'replay-places',
    );
    return new Map(rows.map(({ leadId, ...place }) => [leadId, place]));
  }

  /**
   * Returns, for events of leads, the leads that those name as that of maybe the same person: open ones, and those that
   * were won, each as it was at the time of the event.
   */
  async findRelated(sql: Sql, events: readonly LedgerRow[]): Promise<ReadonlyMap<LedgerRow, RelatedLead>> {
    const rows = await sql.rows<RelatedLead & { index: number }>(
      `select asked.index::int, lead.duplicate_of as id, latest.rep_id as "ownerId",
              case when latest.is_open then 'open' else 'won' end as status
         from unnest($1::uuid[], $2::timestamptz[]) with ordinality as asked (lead_id, at, index)
         join lead on lead.id = asked.lead_id and lead.duplicate_of is not null
        cross join lateral (
          select rep_id, cycle, until_at is null or until_at > asked.at as is_open from assignment
           where assignment.lead_id = lead.duplicate_of and from_at <= asked.at
           order by cycle desc, from_at desc, until_at desc nulls first, id desc limit 1) as latest
        where latest.is_open or exists (
          select from milestone
           where milestone.lead_id = lead.duplicate_of and milestone.cycle = latest.cycle and milestone.name = 'won'
             and milestone.recorded_at <= asked.at
             and (milestone.reversed_at is null or milestone.reversed_at > asked.at))`,
      [events.map(({ subjectId }) => subjectId), events.map(({ occurredAt }) => toIso(occurredAt))],
      'replay-related',
    );
    return new Map(rows.map(({ index, ...related }) => [events[index - 1]!, related]));
  }

  /** Returns the leads that were touched before an instant, in their cycle of that time. */
  async findTouched(sql: Sql, leadIds: readonly string[], from: Instant): Promise<ReadonlySet<string>> {
    return new Set(
      await sql.column<string>(
        `select assignment.lead_id as id from assignment
        where lead_id = any ($2::uuid[]) and from_at < $1 and (until_at is null or until_at >= $1)
          and not (${isUntouchedAt(1)})`,
        [toIso(from), leadIds],
        'replay-touched',
      ),
    );
  }

  /** Returns the touches that show that the lead is being worked on. */
  async findCounting(sql: Sql, touchIds: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(
      await sql.columnOf<string>(
        `select id from touch where id = any ($1::uuid[]) and ${TOUCHES}`,
        [touchIds],
        'replay-counting',
      ),
    );
  }

  readDecided(sql: Sql, { leadIds, assignmentIds }: AssignmentsOf): Promise<DecisionBasis[]> {
    return sql.rows(
      `select id as "assignmentId", snapshot_id as "snapshotId", trace->>'because' as because, trace->'asked' as asked,
              pool_chosen as "isPoolChosen"
         from assignment
        where lead_id = any ($1::uuid[]) and id = any ($2::uuid[])`,
      [leadIds, assignmentIds],
      'replay-decided',
    );
  }
}
