import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/sql/database.js';
import { type Instant, MS_PER_HOUR, toIso } from '../platform/values/duration.js';
import { newId } from '../platform/values/ids.js';
import type { Adoption } from '../sla/policy-news.js';
import { forEachSubject } from '../vocabulary/subject-columns.store.js';
import { type OwnedType, SUBJECT_COLUMNS } from '../vocabulary/subjects.js';
import { ClockStore } from './clock.store.js';
import type { HoursChange } from './outdated.js';

/** Clocks of one kind of subject that are to be planned anew after a change. */
export interface ReplanningPart extends HoursChange {
  readonly revision: number;
  readonly subjectType: OwnedType;
  /** Null for a change of hours. */
  readonly adoption: Adoption | null;
}

/** A change with its progress. */
export interface ReplanningProgress extends ReplanningPart {
  readonly id: string;
  readonly afterId: string | null;
  /** Whether it skipped a subject that was locked. */
  readonly passedOver: boolean;
}

/**
 * The rule of `isOutdated` in SQL. It must not find fewer clocks: a deadline that moved earlier would be missed.
 * @param of the column of the subject
 */
const outdated = (of: string) => `(clock.state = 'running' or clock.next_at is not null) and clock.basis = 'working'
  and clock.planned_revision < $1 and clock.${of} is not null
  and ($2::uuid is null or clock.${of} > $2) and clock.${of} <> all ($3::uuid[])`;

/** Clocks that reps owe: those of the leads that they own, and all of theirs in handoffs and deals. */
const OF_REPS: Readonly<Record<OwnedType, (of: string) => string>> = {
  lead: (of) => `select distinct clock.${of} from assignment join clock on clock.${of} = assignment.${of}
        where assignment.rep_id = any ($5::uuid[]) and assignment.until_at is null and clock.rep_id = assignment.rep_id`,
  handoff: (of) => `select distinct clock.${of} from clock where clock.rep_id = any ($5::uuid[])`,
  deal: (of) => `select distinct clock.${of} from clock where clock.rep_id = any ($5::uuid[])`,
};

const OUTDATED = forEachSubject((type) => {
  const of = SUBJECT_COLUMNS[type];
  return `
    select ${of} as id from (
      -- From subject to subject in the index: a batch costs the same however many are left.
      (select walked.${of} from unnest($4::uuid[]) as changed (id)
        cross join lateral (
          select distinct clock.${of} from clock
           where clock.calendar_id = changed.id and ${outdated(of)} order by clock.${of} limit $7) as walked)
      union
      (${OF_REPS[type](of)} and clock.state = 'running' and ${outdated(of)} order by clock.${of} limit $7)
      union
      (select distinct clock.${of} from assignment join clock on clock.${of} = assignment.${of}
        where assignment.pool_id = any ($6::uuid[]) and assignment.until_at is null
          and cardinality($6::uuid[]) > 0 and clock.rep_id is not null and clock.state = 'running' and ${outdated(of)}
        order by clock.${of} limit $7)
      union
      (select distinct clock.${of} from clock
        where $8 and clock.reach is not null and clock.state = 'running' and ${outdated(of)} order by clock.${of} limit $7)) as outdated
     order by ${of} limit $7`;
});

/** Open leads with an older version of the policy, and those that have no policy. */
const ADOPTING = `
  select lead.id from assignment join lead on lead.id = assignment.lead_id
   where assignment.until_at is null and lead.status = 'open'
     and ((lead.policy_id = $1 and lead.policy_version < $2) or lead.policy_id is null)
     and ($3::uuid is null or assignment.lead_id > $3) and assignment.lead_id <> all ($4::uuid[])
   order by assignment.lead_id limit $5`;

/** How long a finished change is kept. */
const KEPT_MS = MS_PER_HOUR;

/**
 * Returns the parts of a change: clocks of each type of subject whose hours have changed, and leads of changed
 * policies.
 */
export function partsOf(
  change: HoursChange,
  adoptions: readonly Adoption[],
  revision: number,
  types: readonly OwnedType[],
): ReplanningPart[] {
  const { calendarIds, repIds, poolIds, ofContact } = change;
  const isOfHours = ofContact || calendarIds.length + repIds.length + poolIds.length > 0;
  const ofHours = isOfHours ? types : [];
  return [
    ...ofHours.map((subjectType) => ({ ...change, revision, subjectType, adoption: null })),
    ...adoptions.map((adoption) => ({ ...NO_HOURS, revision, subjectType: 'lead' as const, adoption })),
  ];
}

const NO_HOURS: HoursChange = { calendarIds: [], repIds: [], poolIds: [], ofContact: false };

@Injectable()
export class ReplanningStore {
  constructor(private readonly clocks: ClockStore) {}

  /** Adds changes, due from now on until they are finished. */
  async addMany(tx: Sql, parts: readonly ReplanningPart[], now: Instant): Promise<void> {
    if (parts.length === 0) return;
    const ids = parts.map(() => newId(now));
    await tx.query('delete from replanning where finished_at < $1', [toIso(now - KEPT_MS)]);
    const { revision, calendarIds, repIds, poolIds, ofContact } = parts[0]!;
    await tx.query(
      `insert into replanning (id, revision, calendar_ids, rep_ids, pool_ids, contact_hours, subject_type, policy_id, policy_version)
       select id, $5, case when policy_id is null then $6::uuid[] else '{}' end,
              case when policy_id is null then $7::uuid[] else '{}' end,
              case when policy_id is null then $8::uuid[] else '{}' end, policy_id is null and $9, subject_type, policy_id, policy_version
         from unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[]) as input (id, subject_type, policy_id, policy_version)`,
      [
        ids,
        parts.map(({ subjectType }) => subjectType),
        parts.map(({ adoption }) => adoption?.policyId ?? null),
        parts.map(({ adoption }) => adoption?.policyVersion ?? null),
        revision,
        calendarIds,
        repIds,
        poolIds,
        ofContact,
      ],
    );
    await this.clocks.addTimers(
      tx,
      ids.map((id) => ({ id, kind: 'replanning', at: now, now })),
    );
  }

  claimDue(tx: Sql, now: Instant): Promise<ReplanningProgress | undefined> {
    return tx.row(
      `select replanning.id, revision, calendar_ids as "calendarIds", rep_ids as "repIds", pool_ids as "poolIds", replanning.contact_hours as "ofContact",
              subject_type as "subjectType", after_id as "afterId", passed_over as "passedOver",
              case when replanning.policy_id is not null
                then json_build_object('policyId', replanning.policy_id, 'policyVersion', replanning.policy_version) end as adoption
         from clock join replanning on replanning.id = clock.id
        where clock.next_at <= $1 and clock.lead_id is null and clock.kind = 'replanning'
        order by clock.next_at, clock.id
        limit 1
          for no key update of clock skip locked`,
      [toIso(now)],
      'replanning-claim',
    );
  }

  /** Returns the ids of the next subjects with clocks to be planned anew. @param except ids to skip */
  async readSubjects(
    tx: Sql,
    replanning: ReplanningPart & Pick<ReplanningProgress, 'afterId'>,
    except: readonly string[],
    limit: number,
  ): Promise<string[]> {
    const { revision, subjectType, afterId, calendarIds, repIds, poolIds, ofContact, adoption } = replanning;
    if (adoption !== null) {
      const values = [adoption.policyId, adoption.policyVersion, afterId, except, limit];
      return tx.column(ADOPTING, values);
    }
    return tx.column(OUTDATED[subjectType], [
      revision,
      afterId,
      except,
      calendarIds,
      repIds,
      poolIds,
      limit,
      ofContact,
    ]);
  }

  /**
   * Records where a change continues: after a subject, or from the beginning for null.
   * @param at when it continues
   * @param moved the number of clocks that moved this time
   */
  async goOn(
    tx: Sql,
    id: string,
    { afterId, passedOver, at, moved }: { afterId: string | null; passedOver: boolean; at: Instant; moved: number },
  ): Promise<void> {
    await tx.query('update replanning set after_id = $2, passed_over = $3, moved = moved + $4 where id = $1', [
      id,
      afterId,
      passedOver,
      moved,
    ]);
    await this.clocks.resumeTimer(tx, id, at);
  }

  async finish(tx: Sql, id: string, now: Instant, moved: number): Promise<void> {
    await tx.query('update replanning set finished_at = $2, moved = moved + $3 where id = $1', [id, toIso(now), moved]);
    await this.clocks.finishTimer(tx, id, now);
  }

  /** Returns how many clocks a change has moved so far, and whether it is finished. */
  readProgress(sql: Sql, revision: number): Promise<{ clocks: number; complete: boolean }> {
    return sql.one(
      `select coalesce(sum(moved), 0)::int as clocks, coalesce(bool_and(finished_at is not null), true) as complete
         from replanning where revision = $1`,
      [revision],
    );
  }
}
