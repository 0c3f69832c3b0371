import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';
import { newId } from '../platform/ids.js';
import { type Instant, toIso } from '../platform/instant.js';
import { ClockStore } from './clock.store.js';
import type { HoursChange } from './outdated.js';

/** Clocks that remain to be planned anew after a change, and how far that has come. */
export interface Replanning extends HoursChange {
  readonly id: string;
  readonly revision: number;
  readonly afterLeadId: string | null;
  /** Somebody worked on a lead that it came by. */
  readonly passedOver: boolean;
}

/** What `isOutdated` says, in SQL: to find fewer would miss a deadline that moved earlier. */
const OUTDATED = `(clock.state = 'running' or clock.next_at is not null) and clock.basis = 'working'
  and clock.planned_revision < $1 and clock.lead_id is not null
  and ($2::uuid is null or clock.lead_id > $2) and clock.lead_id <> all ($3::uuid[])`;

@Injectable()
export class ReplanningStore {
  constructor(private readonly clocks: ClockStore) {}

  /** It is due from now on, until it is done. */
  async add(tx: Sql, { calendarIds, repIds, poolIds }: HoursChange, revision: number, now: Instant): Promise<void> {
    const id = newId(now);
    await tx.query(
      'insert into replanning (id, revision, calendar_ids, rep_ids, pool_ids) values ($1, $2, $3, $4, $5)',
      [id, revision, calendarIds, repIds, poolIds],
    );
    await this.clocks.addTimer(tx, { id, kind: 'replanning', at: now, now });
  }

  async claimDue(tx: Sql, now: Instant): Promise<Replanning | undefined> {
    const { rows } = await tx.query<Replanning>(
      `select replanning.id, revision, calendar_ids as "calendarIds", rep_ids as "repIds", pool_ids as "poolIds",
              after_lead_id as "afterLeadId", passed_over as "passedOver"
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

  /** The next leads with clocks to be planned anew, in the order of their ids. @param except leads that are passed over */
  async readLeads(tx: Sql, replanning: Replanning, except: readonly string[], limit: number): Promise<string[]> {
    const { revision, afterLeadId, calendarIds, repIds, poolIds } = replanning;
    const { rows } = await tx.query<{ id: string }>(
      `select lead_id as id from (
         -- From lead to lead in the index: a batch costs the same however many are left.
         (select walked.lead_id from unnest($4::uuid[]) as changed (id)
           cross join lateral (
             select distinct clock.lead_id from clock
              where clock.calendar_id = changed.id and ${OUTDATED} order by clock.lead_id limit $7) as walked)
         union
         (select distinct clock.lead_id from assignment join clock on clock.lead_id = assignment.lead_id
           where assignment.rep_id = any ($5::uuid[]) and assignment.until_at is null
             and clock.owner_id = assignment.rep_id and clock.state = 'running' and ${OUTDATED} order by clock.lead_id limit $7)
         union
         (select distinct clock.lead_id from assignment join clock on clock.lead_id = assignment.lead_id
           where assignment.pool_id = any ($6::uuid[]) and assignment.until_at is null
             and cardinality($6::uuid[]) > 0 and clock.owner_id is not null and clock.state = 'running' and ${OUTDATED}
           order by clock.lead_id limit $7)) as outdated
        order by lead_id limit $7`,
      [revision, afterLeadId, except, calendarIds, repIds, poolIds, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** It goes on after a lead; from the beginning for null. @param at when */
  async goOn(
    tx: Sql,
    id: string,
    { afterLeadId, passedOver, at }: { afterLeadId: string | null; passedOver: boolean; at: Instant },
  ): Promise<void> {
    await tx.query('update replanning set after_lead_id = $2, passed_over = $3 where id = $1', [
      id,
      afterLeadId,
      passedOver,
    ]);
    await this.clocks.resumeTimer(tx, id, at);
  }

  async finish(tx: Sql, id: string, now: Instant): Promise<void> {
    await tx.query('delete from replanning where id = $1', [id]);
    await this.clocks.finishTimer(tx, id, now);
  }
}
