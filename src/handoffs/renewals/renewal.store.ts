import { Injectable } from '@nestjs/common';
import { isOfContract } from '../../deals/deal-contracts.store.js';
import type { Sql, Tx } from '../../platform/database.js';
import type { Day } from '../../platform/day.js';

/** As the index of what is to be renewed has it. */
const LAST_DAY = 'deal.ends_on - coalesce(deal.notice_days, 0)';

/**
 * What is to be renewed within some days, and by when: deals that are won and have a term, and those that renew a
 * contract. The deal that a contract came of is not renewed itself.
 * @param within SQL of a `last_day` within the days
 */
function renewable(within: (lastDay: string) => string): string {
  return `(select deal.id, ${LAST_DAY} as last_day, null::uuid as follows from deal
      where stage = 'won' and ends_on is not null and ${within(LAST_DAY)} and not (${isOfContract()})
    union all
    select deal.id, last_day_for_notice, follows_deal_id from deal
      where stage = 'open' and contract_term is not null and ${within('last_day_for_notice')})`;
}

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
export class RenewalHandoffStore {
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

  /** What is to be renewed and is not by a kind, of last days after one and through another: the earliest first. */
  async readDue(
    sql: Sql,
    kindId: string,
    { after, through }: Days,
    { limit, except }: { readonly limit: number; readonly except: readonly string[] },
  ): Promise<ToRenew[]> {
    const { rows } = await sql.query<ToRenew>(
      `select due.id as "dealId", last_day::text as "lastDay"
         from ${renewable((lastDay) => `${lastDay} > $2::date and ${lastDay} <= $3::date`)} as due
        where id <> all ($5::uuid[])
          and not exists (
            select from handoff
             where deal_id in (due.id, due.follows) and kind_id = $1 and starts_on = 'renewal.due' and ${COUNTS}
               and renews_on >= last_day)
        order by last_day, due.id limit $4`,
      [kindId, after, through, limit, except],
      'renewal-due',
    );
    return rows;
  }

  /** The earliest last day of some deals within some days; null where none of theirs is. */
  async readFirstDay(sql: Sql, dealIds: readonly string[], { after, through }: Days): Promise<Day | null> {
    if (dealIds.length === 0) return null;
    const { rows } = await sql.query<{ day: Day | null }>(
      `select min(last_day)::text as day
         from ${renewable((lastDay) => `deal.id = any ($1::uuid[]) and ${lastDay} > $2::date and ${lastDay} <= $3::date`)} as due`,
      [dealIds, after, through],
    );
    return rows[0]!.day;
  }

  /** Those of some deals that a contract renews. */
  async findOfContracts(sql: Sql, dealIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (dealIds.length === 0) return new Set();
    const { rows } = await sql.query<{ id: string }>(
      `select id from deal where id = any ($1::uuid[]) and (${isOfContract()})`,
      [dealIds],
      'renewal-of-contracts',
    );
    return new Set(rows.map(({ id }) => id));
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
