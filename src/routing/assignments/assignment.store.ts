import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/sql/database.js';
import { insertSet } from '../../platform/sql/row-sets.js';
import { selectList } from '../../platform/sql/table.js';
import { type Instant, type Interval, isoOrNull, toIso } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import { isOfSource } from '../../vocabulary/source-spelling.store.js';
import { SUBJECT_FIELDS } from '../../vocabulary/subject.table.js';
import { sendUpdate, subjectColumns, updateBySubject } from '../../vocabulary/subject-columns.store.js';
import { type OwnedType, SUBJECT_COLUMNS } from '../../vocabulary/subjects.js';
import type { TraceDifference, TraceSnapshot } from '../deciding/trace.js';
import type { Assignment, AssignmentRef, Tenure } from './assignment.js';
import { ASSIGNMENT } from './assignment.table.js';
import type { DeclineReason } from './declining.js';

export type EndedAssignment = AssignmentRef & { readonly untilAt: Instant };
/** A move that found no new owner, with the trace of the decision: the subject stayed where it was. */
export type FailedMove = AssignmentRef & Pick<Assignment, 'snapshotId' | 'trace'> & { readonly at: Instant };
/** A rep in a pool. */
export interface PoolMember {
  readonly repId: string;
  readonly poolId: string;
}

type Decliner = PoolMember & { readonly since: Instant };
export type ChosenPool = AssignmentRef & Pick<Assignment, 'poolChosen'>;
export type AwaitedReps = AssignmentRef & Pick<Assignment, 'preferredRepId' | 'alsoPreferred'>;

const NEW = [
  ...ASSIGNMENT.columns('id'),
  ...subjectColumns<Assignment>(),
  ...ASSIGNMENT.columns(
    'cycle',
    'repId',
    'teamId',
    'poolId',
    'rule',
    'cause',
    'fromAt',
    'untilAt',
    'snapshotId',
    'trace',
  ),
  ...ASSIGNMENT.columns('note', 'poolChosen', 'preferredRepId', 'alsoPreferred', 'isTest', 'queueId'),
];
const TENURE = selectList([
  ...ASSIGNMENT.columns('id', 'cycle', 'repId', 'poolId', 'queueId', 'rule', 'cause', 'fromAt', 'untilAt'),
  ...ASSIGNMENT.columns('poolChosen', 'snapshotId', 'takenBackAt', 'declinedFor'),
]);
const END = updateBySubject<EndedAssignment>(
  'assignment',
  ASSIGNMENT.columns('untilAt'),
  'and assignment.until_at is null',
);
const CHOOSE = updateBySubject<ChosenPool>('assignment', ASSIGNMENT.columns('poolChosen'));
const AWAIT = updateBySubject<AwaitedReps>(
  'assignment',
  ASSIGNMENT.columns('preferredRepId', 'alsoPreferred'),
  `and (assignment.preferred_rep_id, assignment.also_preferred) is distinct from (input.preferred_rep_id, input.also_preferred)`,
);
const STAY = updateBySubject('assignment', [
  ASSIGNMENT.column('stayedAt', ({ at }: FailedMove) => at),
  ASSIGNMENT.column('stayedSnapshotId', ({ snapshotId }: FailedMove) => snapshotId),
  ASSIGNMENT.column('stayedTrace', ({ trace }: FailedMove) => trace),
]);

export interface GivenLead {
  readonly leadId: string;
  /** The id of the assignment. */
  readonly id: string;
}

export interface DealtLead extends GivenLead {
  readonly repId: string;
  readonly poolId: string;
  readonly fromAt: Instant;
}

/** A dealt lead with the snapshot and trace of its decision. */
export interface TracedLead extends DealtLead {
  readonly snapshot: TraceSnapshot;
  readonly trace: TraceDifference;
  /** The revision of the configuration by which it was dealt; 0 if that was not recorded yet. */
  readonly revision: number;
}

/** An assignment with the snapshots that explain it, and the last failed move during it. */
interface ExplainedAssignment extends Assignment {
  readonly snapshot: TraceSnapshot | null;
  readonly stayedAt: Instant | null;
  readonly stayedTrace: object | null;
  readonly stayedSnapshot: TraceSnapshot | null;
}

@Injectable()
export class AssignmentStore {
  /** Returns the leads that a rep has, including test leads, in the order of their ids. */
  readLeadsOf(sql: Sql, repId: string): Promise<string[]> {
    return sql.column(
      'select lead_id as id from assignment where rep_id = $1 and until_at is null and lead_id is not null order by lead_id',
      [repId],
      'assignment-leads-of',
    );
  }

  /** Returns all assignments of subjects that the caller has locked, oldest first. */
  readTenures(tx: Sql, type: OwnedType, ids: readonly string[]): Promise<Tenure[]> {
    const column = SUBJECT_COLUMNS[type];
    return tx.rows(
      `select ${TENURE}, '${type}' as "subjectType", ${column} as "subjectId"
         from assignment where ${column} = any ($1::uuid[])
        -- By their times, and of one instant the one that lasts last: ids of different nodes follow their own clocks.
        order by ${column}, cycle, from_at, until_at nulls last, id`,
      [ids],
      `assignment-tenures-${type}`,
    );
  }

  async endMany(tx: Sql, assignments: readonly EndedAssignment[]): Promise<void> {
    await sendUpdate(tx, END, assignments, 'assignment-end');
  }

  async choosePools(tx: Sql, assignments: readonly ChosenPool[]): Promise<void> {
    await sendUpdate(tx, CHOOSE, assignments, 'assignment-choose');
  }

  /** Writes for whom waiting subjects wait now. Those for whom it is still the same are not written. */
  async awaitReps(tx: Sql, awaited: readonly AwaitedReps[]): Promise<void> {
    await sendUpdate(tx, AWAIT, awaited, 'assignment-await');
  }

  /** Writes the latest failed move of assignments. */
  async explainStays(tx: Sql, stays: readonly FailedMove[]): Promise<void> {
    await sendUpdate(tx, STAY, stays, 'assignment-stay');
  }

  readonly insertMany = insertSet<Assignment>('assignment', NEW, 'assignment-insert');

  /** @param revision of the configuration behind it */
  async insertSnapshot(tx: Sql, id: string, snapshot: TraceSnapshot, revision: number): Promise<void> {
    await tx.query(
      'insert into routing_snapshot (id, at, body, revision) values ($1, $2, $3, $4)',
      [id, toIso(snapshot.at), JSON.stringify(snapshot), revision],
      'snapshot-insert',
    );
  }

  /** Returns those of the leads that pools have dealt in turn, with the decisions. Test leads take no turns. */
  async readDealt(sql: Sql, given: readonly GivenLead[]): Promise<TracedLead[]> {
    const rows = await sql.rows<Omit<TracedLead, 'snapshot'> & { snapshotId: string }>(
      `select lead_id as "leadId", assignment.id, rep_id as "repId", pool_id as "poolId", from_at as "fromAt",
              snapshot_id as "snapshotId", trace, coalesce(revision, 0) as revision
         from assignment join routing_snapshot on routing_snapshot.id = snapshot_id
        where lead_id = any ($1::uuid[]) and assignment.id = any ($2::uuid[]) and trace->>'dealt' = 'true' and not is_test`,
      idsOf(given),
      'assignment-read-dealt',
    );
    const snapshots = await this.readSnapshots(sql, pluck(rows, 'snapshotId'));
    return rows.map(({ snapshotId, ...dealt }) => ({ ...dealt, snapshot: snapshots.get(snapshotId)! }));
  }

  async readSnapshots(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, TraceSnapshot>> {
    if (ids.length === 0) return new Map();
    return sql.map(
      'select id, body from routing_snapshot where id = any ($1::uuid[])',
      [[...new Set(ids)]],
      'snapshot-read',
    );
  }

  /**
   * @param at when the assignments are taken back; null if they count after all
   * @returns those that this changes
   */
  takeBack(sql: Sql, given: readonly GivenLead[], at: Instant | null): Promise<GivenLead[]> {
    return sql.rows(
      `update assignment set taken_back_at = $3
        where lead_id = any ($1::uuid[]) and id = any ($2::uuid[]) and (taken_back_at is null) = ($3::timestamptz is not null)
       returning lead_id as "leadId", id`,
      [...idsOf(given), isoOrNull(at)],
      'assignment-take-back',
    );
  }

  /** Returns the assignments that were taken back because the leads were junk. */
  readCredited(sql: Sql, leadIds: readonly string[]): Promise<DealtLead[]> {
    return sql.rows(
      `select lead_id as "leadId", id, rep_id as "repId", pool_id as "poolId", from_at as "fromAt"
         from assignment
        where lead_id = any ($1::uuid[]) and credited_at is not null and taken_back_at is not null`,
      [leadIds],
      'assignment-read-credited',
    );
  }

  /** @param at when it is taken back because the lead was junk */
  async credit(sql: Sql, { leadId, id }: GivenLead, at: Instant): Promise<void> {
    await sql.query('update assignment set credited_at = $3 where lead_id = $1 and id = $2', [leadId, id, toIso(at)]);
  }

  async decline(sql: Sql, { leadId, id }: GivenLead, reason: DeclineReason): Promise<void> {
    await sql.query('update assignment set declined_for = $3 where lead_id = $1 and id = $2', [leadId, id, reason]);
  }

  /** Counts the leads of a pool that a rep has declined since an instant. Members who declined none have no row. */
  countDeclined(sql: Sql, members: readonly Decliner[]): Promise<(PoolMember & { readonly count: number })[]> {
    return sql.rows(
      `select asked.rep_id as "repId", asked.pool_id as "poolId", count(*)::int as count
         from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as asked (rep_id, pool_id, since)
         join assignment as next on next.cause = 'decline' and next.from_at >= asked.since
         join assignment as declined
           on declined.lead_id = next.lead_id and declined.until_at = next.from_at and declined.rep_id = asked.rep_id
               and declined.pool_id = asked.pool_id
        group by asked.rep_id, asked.pool_id`,
      [
        members.map(({ repId }) => repId),
        members.map(({ poolId }) => poolId),
        members.map(({ since }) => toIso(since)),
      ],
    );
  }

  /** Returns a lead's assignments with the snapshots that explain them, newest first. */
  readHistory(sql: Sql, leadId: string): Promise<ExplainedAssignment[]> {
    return sql.rows(
      `select ${selectList(ASSIGNMENT.without(...SUBJECT_FIELDS, 'stayedSnapshotId'), 'assignment')},
              'lead' as "subjectType", lead_id as "subjectId", decided.body as snapshot, held.body as "stayedSnapshot"
         from assignment
         left join routing_snapshot decided on decided.id = assignment.snapshot_id
         left join routing_snapshot held on held.id = assignment.stayed_snapshot_id
        where lead_id = $1 order by from_at desc, assignment.id desc`,
      [leadId],
    );
  }

  /**
   * Returns the leads that moved by breach in a span, by id.
   * @param scope which of them; null means all. For a pool, those that moved into it, or out of it to a fallback
   */
  readBreachMoved(
    sql: Sql,
    { from, to }: Interval,
    scope: { readonly sourceKey: string | null; readonly poolId: string | null; readonly policyId: string | null },
    limit: number,
  ): Promise<string[]> {
    return sql.column(
      `select distinct lead.id from assignment join lead on lead.id = assignment.lead_id
        where assignment.cause = 'breach' and assignment.rep_id is not null
          and assignment.from_at >= $1 and assignment.from_at < $2
          and ($3::text is null or ${isOfSource('lead.source_key', '$3')})
          and ($4::uuid is null or assignment.pool_id = $4 or exists (
            select from assignment as former
             where former.lead_id = lead.id and former.until_at = assignment.from_at and former.pool_id = $4))
          and ($5::uuid is null or lead.policy_id = $5)
        order by lead.id limit $6`,
      [toIso(from), toIso(to), scope.sourceKey, scope.poolId, scope.policyId, limit],
    );
  }

  readNotes(sql: Sql, leadId: string): Promise<Map<string, string>> {
    return sql.map('select id, note from assignment where lead_id = $1 and note is not null', [leadId]);
  }
}

function idsOf(given: readonly GivenLead[]): [leadIds: string[], ids: string[]] {
  return [given.map(({ leadId }) => leadId), given.map(({ id }) => id)];
}
