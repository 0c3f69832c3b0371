import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../../platform/database.js';
import type { Day } from '../../platform/day.js';

/** As the index of what is to be renewed has it. */
const LAST_DAY = 'deal.ends_on - coalesce(deal.notice_days, 0)';

/** What ended with its deal begins anew with it; what somebody has called off does not. */
const COUNTS = `(handoff.state <> 'cancelled' or handoff.cancel_reason is not null)`;

/** A deal whose term has to be renewed. */
export interface ToRenew {
  readonly dealId: string;
  readonly lastDay: Day;
}

/** Days after one, and through another. */
interface Days {
  readonly after: Day;
  readonly through: Day;
}

/** By which kind of handoff a deal was renewed, or is. */
interface Renewed {
  readonly dealId: string;
  readonly kindId: string;
  /** The latest last day. */
  readonly renewsOn: Day;
}

/** A kind may take deals that it did not take: what is due of it is looked for once more. */
export async function forgetLook(tx: Tx, kindId: string): Promise<void> {
  await tx.query('delete from renewal_look where kind_id = $1', [kindId], 'renewal-look-forget');
}

/** Finds deals whose renewal is due, and keeps up to which last days that was looked (docs/adr/0048). */
@Injectable()
export class RenewalStore {
  /** By kind: up to which last days all is begun. Kinds that nobody has looked at yet are left out. */
  async readLooks(sql: Sql, kindIds: readonly string[]): Promise<ReadonlyMap<string, Day>> {
    const { rows } = await sql.query<{ id: string; through: Day }>(
      'select kind_id as id, through::text as through from renewal_look where kind_id = any ($1::uuid[])',
      [kindIds],
      'renewal-looks',
    );
    return new Map(rows.map(({ id, through }) => [id, through]));
  }

  /** Kinds other than these have no renewals any more: one that has again begins as a new one does. */
  async forgetLooksBut(tx: Tx, kindIds: readonly string[]): Promise<void> {
    await tx.query('delete from renewal_look where kind_id <> all ($1::uuid[])', [kindIds], 'renewal-looks-forget');
  }

  async writeLook(tx: Tx, kindId: string, through: Day): Promise<void> {
    await tx.query(
      `insert into renewal_look (kind_id, through) values ($1, $2)
       on conflict (kind_id) do update set through = excluded.through`,
      [kindId, through],
      'renewal-look-write',
    );
  }

  /** Deals that are won and not renewed by a kind, of last days after one and through another: the earliest first. */
  async readDue(
    sql: Sql,
    kindId: string,
    { after, through }: Days,
    { limit, except }: { readonly limit: number; readonly except: readonly string[] },
  ): Promise<ToRenew[]> {
    const { rows } = await sql.query<ToRenew>(
      `select deal.id as "dealId", (${LAST_DAY})::text as "lastDay" from deal
        where stage = 'won' and ends_on is not null and ${LAST_DAY} > $2::date and ${LAST_DAY} <= $3::date
          and id <> all ($5::uuid[])
          and not exists (
            select from handoff
             where deal_id = deal.id and kind_id = $1 and starts_on = 'renewal.due' and ${COUNTS} and renews_on >= ${LAST_DAY})
        order by ${LAST_DAY}, deal.id limit $4`,
      [kindId, after, through, limit, except],
      'renewal-due',
    );
    return rows;
  }

  /** The earliest last day of some deals that are won, within some days; null where none of theirs is. */
  async readFirstDay(sql: Sql, dealIds: readonly string[], { after, through }: Days): Promise<Day | null> {
    if (dealIds.length === 0) return null;
    const { rows } = await sql.query<{ day: Day | null }>(
      `select min(${LAST_DAY})::text as day from deal
        where id = any ($1::uuid[]) and stage = 'won' and ${LAST_DAY} > $2::date and ${LAST_DAY} <= $3::date`,
      [dealIds, after, through],
    );
    return rows[0]!.day;
  }

  /** What deals were renewed by, and are being. */
  async readRenewed(sql: Sql, dealIds: readonly string[]): Promise<Renewed[]> {
    const { rows } = await sql.query<Renewed>(
      `select deal_id as "dealId", kind_id as "kindId", max(renews_on)::text as "renewsOn" from handoff
        where deal_id = any ($1::uuid[]) and starts_on = 'renewal.due' and ${COUNTS} group by deal_id, kind_id`,
      [dealIds],
      'renewal-renewed',
    );
    return rows;
  }
}
