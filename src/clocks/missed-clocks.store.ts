import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/sql/database.js';
import { type Interval, toIso } from '../platform/values/duration.js';
import { isOfSource } from '../vocabulary/source-spelling.store.js';
import { SUBJECT_COLUMNS, type SubjectRef } from '../vocabulary/subjects.js';
import type { LeadClock } from './clock.js';
import { clockColumns } from './clock-columns.store.js';

/** The version of a policy under which promises were made. */
interface ByVersion {
  readonly policyId: string;
  readonly version: number;
}

/** The leads in scope; null means all. */
export interface LeadScope {
  readonly sourceKey: string | null;
  readonly poolId: string | null;
  readonly policyId: string | null;
}

/** Misses in a span from $1 to $2. */
const MISSED = `clock.state = 'breached' and clock.breached_at >= $1 and clock.breached_at < $2`;
const COUNTS = 'clock.struck_breach_at is distinct from clock.breached_at';
/** Misses that an undo considers: those that count, and those that a person struck and no touch has answered. */
const TO_UNDO = `(${COUNTS} or (clock.strike_reason is not null and clock.met_at is null))`;

/** Misses of leads, from $1 to $2, in a scope: a source $3, a pool $4, a policy $5. */
const BREACHED = `event
         join clock on clock.lead_id = event.subject_id and clock.id = (event.data->>'clockId')::uuid
         join lead on lead.id = clock.lead_id`;
const IN_SCOPE = `event.type = 'sla.breached' and event.subject_type = 'lead'
          and event.occurred_at >= $1 and event.occurred_at < $2
          and ($3::text is null or ${isOfSource('lead.source_key', '$3')})
          and ($4::uuid is null or lead.pool_id = $4 or exists (
            select from assignment where assignment.id = clock.assignment_id and assignment.lead_id = lead.id and pool_id = $4))
          and ($5::uuid is null or lead.policy_id = $5)`;
const inScope = ({ from, to }: Interval, scope: LeadScope) => [
  toIso(from),
  toIso(to),
  scope.sourceKey,
  scope.poolId,
  scope.policyId,
];

/** The same misses that still stand, under one of the versions $6 and $7. */
const MISSED_BY_VERSION = `${BREACHED}
         join unnest($6::uuid[], $7::int[]) as saved (policy_id, version)
           on saved.policy_id = clock.policy_id and saved.version = clock.policy_version
        where ${IN_SCOPE} and ${MISSED}`;
const missedByVersion = (span: Interval, versions: readonly ByVersion[], scope: LeadScope) => [
  ...inScope(span, scope),
  versions.map((each) => each.policyId),
  versions.map(({ version }) => version),
];

/** Finds misses of leads that may be undone. */
@Injectable()
export class MissedClockStore {
  /** Returns the reasons that people gave for striking misses about a subject, by the id of the clock. */
  readStrikeReasons(sql: Sql, { subjectType, subjectId }: SubjectRef): Promise<Map<string, string>> {
    return sql.map(
      `select id, strike_reason as reason from clock
        where ${SUBJECT_COLUMNS[subjectType]} = $1 and strike_reason is not null`,
      [subjectId],
    );
  }

  /**
   * Returns the leads that have a miss in a span, under one of some versions of policies, that an undo considers. Reads
   * the ledger, which is partitioned by month: an index of misses would slow down every sweep for a query that runs
   * once a year.
   */
  async readMissedLeads(
    sql: Sql,
    span: Interval,
    versions: readonly ByVersion[],
    scope: LeadScope,
    limit: number,
  ): Promise<string[]> {
    if (versions.length === 0) return [];
    return sql.column(`select distinct lead.id from ${MISSED_BY_VERSION} and ${TO_UNDO} order by lead.id limit $8`, [
      ...missedByVersion(span, versions, scope),
      limit,
    ]);
  }

  /** Counts the misses of a span that still count, under each of some versions of policies. */
  async countMissed<Version extends ByVersion>(
    sql: Sql,
    span: Interval,
    versions: readonly Version[],
    scope: LeadScope,
  ): Promise<(Version & { readonly missed: number })[]> {
    if (versions.length === 0) return [];
    const rows = await sql.rows<ByVersion & { missed: number }>(
      `select saved.policy_id as "policyId", saved.version, count(distinct clock.id)::int as missed
         from ${MISSED_BY_VERSION} and ${COUNTS} group by 1, 2`,
      missedByVersion(span, versions, scope),
    );
    return versions.flatMap((each) => {
      const of = rows.find(({ policyId, version }) => policyId === each.policyId && version === each.version);
      return of === undefined ? [] : [{ ...each, missed: of.missed }];
    });
  }

  /** Counts the misses of a span that are struck, whatever has become of their promises since. */
  async countStruck(sql: Sql, span: Interval, scope: LeadScope): Promise<number> {
    const [struck] = await sql.column<number>(
      `select count(distinct clock.id)::int from ${BREACHED}
        where ${IN_SCOPE} and clock.struck_breach_at >= $1 and clock.struck_breach_at < $2`,
      inScope(span, scope),
    );
    return struck!;
  }

  /** Reads the misses of leads in a span, of any cycle, that an undo considers. */
  readMissedOf(sql: Sql, leadIds: readonly string[], { from, to }: Interval): Promise<LeadClock[]> {
    return sql.rows(
      `select ${clockColumns('lead')} from clock
        where lead_id = any ($3::uuid[]) and ${MISSED} and ${TO_UNDO} order by lead_id, id`,
      [toIso(from), toIso(to), leadIds],
    );
  }
}
