import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { type Instant, MS_PER_HOUR, MS_PER_MINUTE, toIso } from '../../platform/values/duration.js';
import type { GraphRest } from './graph.js';
import { fetchNow, putOff } from './lead-fetch.store.js';
import type { MetaPageRow } from './meta-page.table.js';

export type ShownPage = Pick<MetaPageRow, 'inboundId' | 'subscribedAt' | 'problem' | 'refusedAt'> & {
  readonly fetching: number;
};
/** A page that a node has taken up to subscribe it. @property until when another node may take it up */
export type TakenPage = Pick<MetaPageRow, 'inboundId' | 'subscribeAttempts'> & { readonly until: Instant };
export type PolledPage = Pick<MetaPageRow, 'inboundId' | 'polledUntil'>;

export const POLLED_EVERY_MS = MS_PER_HOUR;
/** Whether a page is to be subscribed, or its leads are to be looked for. @param $1 now */
export const META_PAGES_WAIT = 'exists (select from meta_page where subscribe_due_at <= $1 or poll_due_at <= $1)';

/** Stores what Touchline does at Meta for connections. */
@Injectable()
export class MetaPageStore {
  readMany(sql: Sql, inboundIds: readonly string[]): Promise<Map<string, ShownPage>> {
    return sql
      .rows<ShownPage>(
        `select inbound_id as "inboundId", subscribed_at as "subscribedAt", refused_at as "refusedAt",
                coalesce(problem, (select failure from lead_fetch
                                    where lead_fetch.inbound_id = meta_page.inbound_id and failure is not null
                                      and state = 'waiting' order by begun_at limit 1)) as problem,
                (select count(*)::int from lead_fetch
                  where lead_fetch.inbound_id = meta_page.inbound_id and state = 'waiting') as fetching
           from meta_page where inbound_id = any ($1::uuid[])`,
        [inboundIds],
      )
      .then((rows) => new Map(rows.map((row) => [row.inboundId, row])));
  }

  /** Takes up pages that are to be subscribed. */
  takeUnsubscribed(sql: Sql, now: Instant, until: Instant, limit: number): Promise<TakenPage[]> {
    return sql.rows(
      `update meta_page set subscribe_due_at = $2, subscribe_attempts = subscribe_attempts + 1
        where inbound_id in (select inbound_id from meta_page where subscribe_due_at <= $1
                              order by subscribe_due_at limit $3 for no key update skip locked)
       returning inbound_id as "inboundId", subscribe_attempts as "subscribeAttempts", subscribe_due_at as until`,
      [toIso(now), toIso(until), limit],
      'meta-page-take',
    );
  }

  async noteSubscribed(tx: Tx, { inboundId, until }: TakenPage, now: Instant): Promise<void> {
    await tx.query(
      `update meta_page set subscribed_at = $3, subscribe_due_at = null, subscribe_attempts = 0, failing_since = null,
              problem = null, refused_at = null, rests_until = null, reached_at = $3
        where inbound_id = $1 and subscribe_due_at = $2`,
      [inboundId, toIso(until), toIso(now)],
    );
  }

  async noteUnsubscribed(
    tx: Tx,
    { inboundId, until }: TakenPage,
    { problem, now, nextAt }: { readonly problem: string; readonly now: Instant; readonly nextAt: Instant },
  ): Promise<void> {
    await tx.query(
      `update meta_page set subscribe_due_at = $5, failing_since = coalesce(failing_since, $4), problem = $3
        where inbound_id = $1 and subscribe_due_at = $2`,
      [inboundId, toIso(until), problem, toIso(now), toIso(nextAt)],
    );
  }

  /** Takes up a page whose leads are to be looked for. */
  takeUnpolled(sql: Sql, now: Instant, until: Instant): Promise<PolledPage | undefined> {
    return sql.row(
      `update meta_page set poll_due_at = $2
        where inbound_id = (select inbound_id from meta_page where poll_due_at <= $1 order by poll_due_at limit 1 for no key update skip locked)
       returning inbound_id as "inboundId", polled_until as "polledUntil"`,
      [toIso(now), toIso(until)],
      'meta-page-poll',
    );
  }

  /** Keeps a page for longer. @returns whether no other node has taken it up meanwhile */
  keepPolling(sql: Sql, inboundId: string, from: Instant, until: Instant): Promise<boolean> {
    return sql.matches(
      'update meta_page set poll_due_at = $3 where inbound_id = $1 and poll_due_at = $2 returning inbound_id',
      [inboundId, toIso(from), toIso(until)],
      'meta-page-keep',
    );
  }

  /** @param polledUntil null: it was not looked through */
  async endPolling(
    sql: Sql,
    inboundId: string,
    {
      from,
      nextAt,
      polledUntil,
    }: { readonly from: Instant; readonly nextAt: Instant; readonly polledUntil: Instant | null },
  ): Promise<void> {
    await sql.query(
      `update meta_page set poll_due_at = $3, polled_until = coalesce($4, polled_until)
        where inbound_id = $1 and poll_due_at = $2`,
      [inboundId, toIso(from), toIso(nextAt), polledUntil === null ? null : toIso(polledUntil)],
    );
  }

  /** Asks nothing of Meta for a connection for a while: what waits is fetched afterwards. */
  async rest(tx: Tx, inboundId: string, { is, why, restMs }: GraphRest, now: Instant): Promise<void> {
    const until = now + restMs;
    await tx.query(
      `update meta_page set problem = $2, rests_until = greatest(rests_until, $5::timestamptz),
              poll_due_at = greatest(poll_due_at, $5),
              refused_at = case when $3::boolean then coalesce(refused_at, $4) else refused_at end
        where inbound_id = $1`,
      [inboundId, why, is === 'refused', toIso(now), toIso(until)],
      'meta-page-rest',
    );
    await putOff(tx, inboundId, until);
  }

  /** Notes that leads were fetched. What was wrong before is over, unless it is the subscription. */
  async noteReached(tx: Tx, inboundIds: readonly string[], now: Instant): Promise<void> {
    await tx.query(
      `update meta_page set reached_at = $2, refused_at = null, rests_until = null,
              problem = case when failing_since is null then null else problem end
        where inbound_id = any ($1::uuid[]) and (reached_at is null or reached_at < $3 or refused_at is not null)`,
      [inboundIds, toIso(now), toIso(now - MS_PER_MINUTE)],
      'meta-page-reached',
    );
  }
}

/** Subscribes a page that is new or has changed, and fetches what waits. Leads of before the connection are not looked for. */
export async function beginPage(tx: Tx, inboundId: string, now: Instant): Promise<void> {
  await tx.query(
    `insert into meta_page (inbound_id, subscribe_due_at, polled_until, poll_due_at) values ($1, $2, $2, $3)
     on conflict (inbound_id) do update
        set subscribed_at = null, subscribe_due_at = $2, subscribe_attempts = 0, failing_since = null, problem = null,
            refused_at = null, rests_until = null`,
    [inboundId, toIso(now), toIso(now + POLLED_EVERY_MS)],
  );
  await fetchNow(tx, inboundId, now);
}
