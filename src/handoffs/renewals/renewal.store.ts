import { Injectable } from '@nestjs/common';
import { mayBeOfContract } from '../../deals/deal-contracts.store.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import type { Day } from '../../platform/values/day.js';
import type { BegunRenewal } from './renewal.js';

/** A kind of handoff by which a deal was renewed, or is being renewed, up to the latest of these renewals. */
export interface RenewalOfKind extends BegunRenewal {
  readonly kindId: string;
}

/** Written exactly as in the index of deals to be renewed, so that Postgres uses it. */
const LAST_DAY = 'deal.ends_on - coalesce(deal.notice_days, 0)';

/**
 * SQL for what has to be renewed within some days, with its last day: won deals with a term, and open deals that renew
 * a contract, with the end of its present term. A deal that a contract came of, or may come of, is not renewed itself.
 * @param within SQL for whether a last day is within the days
 */
function renewable(within: (lastDay: string) => string): string {
  return `(select deal.id, ${LAST_DAY} as last_day, null::uuid as follows, null::date as term_end from deal
      where stage = 'won' and ends_on is not null and ${within(LAST_DAY)} and not (${mayBeOfContract()})
    union all
    select deal.id, last_day_for_notice, follows_deal_id, starts_on - 1 from deal
      where stage = 'open' and contract_term is not null and ${within('last_day_for_notice')})`;
}

/** A renewal that was cancelled with its deal may begin again with it; one that a person called off may not. */
const COUNTS = `(handoff.state <> 'cancelled' or handoff.cancel_reason is not null)`;

/** The end of the term of the deal `about` for which a handoff began. */
const RENEWED_END = 'handoff.renews_on + coalesce(about.notice_days, 0)';

interface ToRenew {
  readonly dealId: string;
  readonly lastDay: Day;
}

/** A range of days: after one, up to and including another. */
interface Days {
  readonly after: Day;
  readonly through: Day;
}

/**
 * Forgets up to which last day a kind was checked. The kind may now take deals that it did not take before, so all that
 * is due has to be checked again.
 */
export async function forgetLook(tx: Tx, kindId: string): Promise<void> {
  await tx.query('delete from renewal_look where kind_id = $1', [kindId], 'renewal-look-forget');
}

/** Finds deals whose renewal is due, and stores up to which last day each kind was checked (docs/adr/0048). */
@Injectable()
export class RenewalHandoffStore {
  /** Returns by kind the last day up to which all renewals have begun. Omits kinds that were never checked. */
  readLooks(sql: Sql, kindIds: readonly string[]): Promise<ReadonlyMap<string, Day>> {
    return sql.map(
      'select kind_id as id, through::text as through from renewal_look where kind_id = any ($1::uuid[])',
      [kindIds],
      'renewal-looks',
    );
  }

  /**
   * Forgets the positions of kinds that have no renewals any more. If one has renewals again, it begins as a new one
   * does.
   */
  async forgetLooks(sql: Sql): Promise<void> {
    await sql.query(
      `delete from renewal_look
        where kind_id not in (select id from handoff_kind where start->>'on' = 'renewal.due')`,
      [],
      'renewal-looks-forget',
    );
  }

  async writeLook(tx: Tx, kindId: string, through: Day): Promise<void> {
    await tx.query(
      `insert into renewal_look (kind_id, through) values ($1, $2)
       on conflict (kind_id) do update set through = excluded.through`,
      [kindId, through],
      'renewal-look-write',
    );
  }

  /** Returns what has to be renewed and is not yet renewed by a kind, for a range of last days, the earliest first. */
  readDue(
    sql: Sql,
    kindId: string,
    { after, through }: Days,
    { limit, except }: { readonly limit: number; readonly except: readonly string[] },
  ): Promise<ToRenew[]> {
    return sql.rows(
      `select due.id as "dealId", last_day::text as "lastDay"
         from ${renewable((lastDay) => `${lastDay} > $2::date and ${lastDay} <= $3::date`)} as due
        where id <> all ($5::uuid[])
          and not exists (
            select from handoff join deal as about on about.id = handoff.deal_id
             where handoff.deal_id in (due.id, due.follows) and kind_id = $1 and handoff.starts_on = 'renewal.due'
               and ${COUNTS}
               and (renews_on >= last_day
                 or handoff.deal_id = due.follows and ${RENEWED_END} >= due.term_end))
        order by last_day, due.id limit $4`,
      [kindId, after, through, limit, except],
      'renewal-due',
    );
  }

  /** Returns the earliest last day of some deals within a range; null if there is none. */
  async readFirstDay(sql: Sql, dealIds: readonly string[], { after, through }: Days): Promise<Day | null> {
    if (dealIds.length === 0) return null;
    return sql.value(
      `select min(last_day)::text as day
         from ${renewable((lastDay) => `deal.id = any ($1::uuid[]) and ${lastDay} > $2::date and ${lastDay} <= $3::date`)} as due`,
      [dealIds, after, through],
    );
  }

  /** Returns by which kinds deals were renewed or are being renewed. */
  readRenewed(sql: Sql, dealIds: readonly string[]): Promise<RenewalOfKind[]> {
    return sql.rows(
      `select deal_id as "dealId", kind_id as "kindId", max(renews_on)::text as "renewsOn",
              max(${RENEWED_END})::text as "endsOn"
         from handoff join deal as about on about.id = handoff.deal_id
        where deal_id = any ($1::uuid[]) and handoff.starts_on = 'renewal.due' and ${COUNTS} group by deal_id, kind_id`,
      [dealIds],
      'renewal-renewed',
    );
  }
}
