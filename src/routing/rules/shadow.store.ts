import { Injectable } from '@nestjs/common';
import { insertInto, valuesOf } from '../../platform/sql/columns.js';
import type { Sql } from '../../platform/sql/database.js';
import { insertSet } from '../../platform/sql/row-sets.js';
import { type Row, selectList } from '../../platform/sql/table.js';
import { type Interval, toIso } from '../../platform/values/duration.js';
import type { TraceSnapshot } from '../deciding/trace.js';
import { SHADOW_DECISION, SHADOW_STANDING } from './shadow.table.js';

export type ShadowDecision = Row<typeof SHADOW_DECISION>;
type ShadowStanding = Row<typeof SHADOW_STANDING>;

/** How many leads a rep was given, how many they would have got, and how many were the same. */
export interface ShadowCount {
  /** Null for leads without a given owner, or without one by the rules. */
  readonly repId: string | null;
  readonly given: number;
  readonly would: number;
  readonly same: number;
}

/** The scope of a report: decisions in a span; with `repIds` only those about one of these reps. */
interface ShadowScope {
  readonly span: Interval;
  readonly repIds: readonly string[] | null;
}

const DECISION = SHADOW_DECISION.columns();
const STANDING = SHADOW_STANDING.columns();
const COLUMNS = selectList(DECISION, 'decided');

const IN_SCOPE = `decided.at >= $1 and decided.at < $2
  and ($3::uuid[] is null or decided.given_rep_id = any ($3) or decided.rep_id = any ($3))`;
const scopeOf = ({ span, repIds }: ShadowScope) => [toIso(span.from), toIso(span.to), repIds];

@Injectable()
export class ShadowStore {
  readStandings(sql: Sql, poolIds: readonly string[]): Promise<ShadowStanding[]> {
    return sql.rows(
      `select ${selectList(STANDING)} from shadow_standing where pool_id = any ($1::uuid[])`,
      [poolIds],
      'shadow-standings',
    );
  }

  async keepStandings(tx: Sql, standings: readonly ShadowStanding[]): Promise<void> {
    if (standings.length === 0) return;
    await tx.query(
      `${insertInto('shadow_standing', STANDING)}
       on conflict (pool_id, rep_id) do update
         set credit = excluded.credit, last_assigned_at = excluded.last_assigned_at`,
      valuesOf(standings, STANDING),
      'shadow-keep-standings',
    );
  }

  /** Makes everybody level. */
  async beginLevel(tx: Sql): Promise<void> {
    await tx.query('delete from shadow_standing');
  }

  readonly insertMany = insertSet<ShadowDecision>('shadow_decision', DECISION, 'shadow-insert');

  /** Returns the decision about a lead, with the snapshot that explains it; undefined if there was none. */
  find(sql: Sql, leadId: string): Promise<(ShadowDecision & { readonly snapshot: TraceSnapshot | null }) | undefined> {
    return sql.row(
      `select ${COLUMNS}, routing_snapshot.body as snapshot
         from shadow_decision as decided left join routing_snapshot on routing_snapshot.id = snapshot_id
        where lead_id = $1`,
      [leadId],
    );
  }

  /** Counts by rep, for reps who were given leads and those who would have got some. */
  count(sql: Sql, scope: ShadowScope): Promise<ShadowCount[]> {
    return sql.rows(
      `select side.rep_id as "repId", count(*) filter (where side.is_given)::int as given,
              count(*) filter (where not side.is_given)::int as would,
              count(*) filter (where side.is_given and decided.given_rep_id = decided.rep_id)::int as same
         from shadow_decision as decided
        cross join lateral (values (decided.given_rep_id, true), (decided.rep_id, false)) as side (rep_id, is_given)
        where ${IN_SCOPE}
          and ($3::uuid[] is null or side.rep_id = any ($3))
        group by 1`,
      scopeOf(scope),
    );
  }

  /** Counts leads: all, those given to an owner, those that would have been, and those to the same; or of `repIds`. */
  countAll(sql: Sql, scope: ShadowScope): Promise<{ leads: number; given: number; would: number; same: number }> {
    return sql.one(
      `select count(*)::int as leads,
              (count(given_rep_id) filter (where $3::uuid[] is null or given_rep_id = any ($3)))::int as given,
              (count(rep_id) filter (where $3::uuid[] is null or rep_id = any ($3)))::int as would,
              (count(*) filter (where given_rep_id = rep_id))::int as same
         from shadow_decision as decided where ${IN_SCOPE}`,
      scopeOf(scope),
    );
  }

  /** Counts leads by the rule that matched, the most first; null for those that none did. */
  countRules(sql: Sql, scope: ShadowScope): Promise<{ rule: string | null; leads: number }[]> {
    return sql.rows(
      `select rule, count(*)::int as leads from shadow_decision as decided where ${IN_SCOPE} group by rule order by leads desc, rule`,
      scopeOf(scope),
    );
  }

  /** Returns the first leads that the rules would not have given to the owner who was given them. */
  readDifferences(sql: Sql, scope: ShadowScope, limit: number): Promise<(ShadowDecision & { because: string })[]> {
    return sql.rows(
      `select ${COLUMNS}, trace->>'because' as because
         from shadow_decision as decided
        where ${IN_SCOPE} and given_rep_id is not null and rep_id is distinct from given_rep_id
        order by at, lead_id limit $4`,
      [...scopeOf(scope), limit],
    );
  }
}
