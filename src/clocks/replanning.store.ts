import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';
import { newId } from '../platform/ids.js';
import { type Instant, toIso } from '../platform/instant.js';
import { forEachSubject } from '../vocabulary/subject-columns.store.js';
import { OWNED_TYPES, type OwnedType, SUBJECT_COLUMNS } from '../vocabulary/subjects.js';
import { ClockStore } from './clock.store.js';
import type { HoursChange } from './outdated.js';

/** Clocks of one kind of subject that remain to be planned anew after a change, and how far that has come. */
export interface Replanning extends HoursChange {
  readonly id: string;
  readonly revision: number;
  readonly subjectType: OwnedType;
  readonly afterId: string | null;
  /** Somebody worked on a subject that it came by. */
  readonly passedOver: boolean;
}

/** What `isOutdated` says, in SQL: to find fewer would miss a deadline that moved earlier. @param of the subject's column */
const outdated = (of: string) => `(clock.state = 'running' or clock.next_at is not null) and clock.basis = 'working'
  and clock.planned_revision < $1 and clock.${of} is not null
  and ($2::uuid is null or clock.${of} > $2) and clock.${of} <> all ($3::uuid[])`;

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
      (select distinct clock.${of} from assignment join clock on clock.${of} = assignment.${of}
        where assignment.rep_id = any ($5::uuid[]) and assignment.until_at is null
          and clock.owner_id = assignment.rep_id and clock.state = 'running' and ${outdated(of)} order by clock.${of} limit $7)
      union
      (select distinct clock.${of} from assignment join clock on clock.${of} = assignment.${of}
        where assignment.pool_id = any ($6::uuid[]) and assignment.until_at is null
          and cardinality($6::uuid[]) > 0 and clock.owner_id is not null and clock.state = 'running' and ${outdated(of)}
        order by clock.${of} limit $7)
      union
      (select distinct clock.${of} from clock
        where $8 and clock.reach is not null and clock.state = 'running' and ${outdated(of)} order by clock.${of} limit $7)) as outdated
     order by ${of} limit $7`;
});

@Injectable()
export class ReplanningStore {
  constructor(private readonly clocks: ClockStore) {}

  /** For each kind of subject it is due from now on, until it is done. */
  async add(
    tx: Sql,
    { calendarIds, repIds, poolIds, ofContact }: HoursChange,
    revision: number,
    now: Instant,
  ): Promise<void> {
    const ids = OWNED_TYPES.map(() => newId(now));
    await tx.query(
      `insert into replanning (id, revision, calendar_ids, rep_ids, pool_ids, contact_hours, subject_type)
       select id, $3, $4, $5, $6, $7, subject_type from unnest($1::uuid[], $2::text[]) as input (id, subject_type)`,
      [ids, OWNED_TYPES, revision, calendarIds, repIds, poolIds, ofContact],
    );
    await this.clocks.addTimers(
      tx,
      ids.map((id) => ({ id, kind: 'replanning', at: now, now })),
    );
  }

  async claimDue(tx: Sql, now: Instant): Promise<Replanning | undefined> {
    const { rows } = await tx.query<Replanning>(
      `select replanning.id, revision, calendar_ids as "calendarIds", rep_ids as "repIds", pool_ids as "poolIds", replanning.contact_hours as "ofContact",
              subject_type as "subjectType", after_id as "afterId", passed_over as "passedOver"
         from clock join replanning on replanning.id = clock.id
        where clock.next_at <= $1 and clock.lead_id is null and clock.kind = 'replanning'
        order by clock.next_at, clock.id
        limit 1
          for no key update of clock skip locked`,
      [toIso(now)],
      'replanning-claim',
    );
    return rows[0];
  }

  /** The next subjects with clocks to be planned anew, in the order of their ids. @param except those that are passed over */
  async readSubjects(tx: Sql, replanning: Replanning, except: readonly string[], limit: number): Promise<string[]> {
    const { revision, subjectType, afterId, calendarIds, repIds, poolIds, ofContact } = replanning;
    const { rows } = await tx.query<{ id: string }>(OUTDATED[subjectType], [
      revision,
      afterId,
      except,
      calendarIds,
      repIds,
      poolIds,
      limit,
      ofContact,
    ]);
    return rows.map(({ id }) => id);
  }

  /** It goes on after a subject; from the beginning for null. @param at when */
  async goOn(
    tx: Sql,
    id: string,
    { afterId, passedOver, at }: { afterId: string | null; passedOver: boolean; at: Instant },
  ): Promise<void> {
    await tx.query('update replanning set after_id = $2, passed_over = $3 where id = $1', [id, afterId, passedOver]);
    await this.clocks.resumeTimer(tx, id, at);
  }

  async finish(tx: Sql, id: string, now: Instant): Promise<void> {
    await tx.query('delete from replanning where id = $1', [id]);
    await this.clocks.finishTimer(tx, id, now);
  }
}
