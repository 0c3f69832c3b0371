import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { type Instant, MS_PER_MINUTE, toIso } from '../../platform/values/duration.js';
import type { AskedProductRow } from './asked-product.table.js';
import { fetchNow, putOff } from './lead-fetch.store.js';
import type { Rest } from './outcome.js';

export type ShownProduct = Pick<
  AskedProductRow,
  'inboundId' | 'subscribedAt' | 'problem' | 'refusedAt' | 'polledUntil'
> & {
  readonly fetching: number;
};
/** A product that a node has taken up to subscribe it. @property until when another node may take it up */
export type TakenProduct = Pick<AskedProductRow, 'inboundId' | 'subscribeAttempts'> & { readonly until: Instant };
export type PolledProduct = Pick<AskedProductRow, 'inboundId' | 'polledUntil' | 'pollPosition'>;

/** Whether a product is to tell of leads, or is to be looked through. @param $1 now */
export const PRODUCTS_WAIT = 'exists (select from asked_product where subscribe_due_at <= $1 or poll_due_at <= $1)';

/** Stores what Touchline does at the products of connections. */
@Injectable()
export class AskedProductStore {
  readMany(sql: Sql, inboundIds: readonly string[]): Promise<Map<string, ShownProduct>> {
    return sql
      .rows<ShownProduct>(
        `select inbound_id as "inboundId", subscribed_at as "subscribedAt", refused_at as "refusedAt",
                polled_until as "polledUntil",
                coalesce(problem, (select failure from lead_fetch
                                    where lead_fetch.inbound_id = asked_product.inbound_id and failure is not null
                                      and state = 'waiting' order by begun_at limit 1)) as problem,
                (select count(*)::int from lead_fetch
                  where lead_fetch.inbound_id = asked_product.inbound_id and state = 'waiting') as fetching
           from asked_product where inbound_id = any ($1::uuid[])`,
        [inboundIds],
      )
      .then((rows) => new Map(rows.map((row) => [row.inboundId, row])));
  }

  /** Takes up products that are to tell of leads. */
  takeUnsubscribed(sql: Sql, now: Instant, until: Instant, limit: number): Promise<TakenProduct[]> {
    return sql.rows(
      `update asked_product set subscribe_due_at = $2, subscribe_attempts = subscribe_attempts + 1
        where inbound_id in (select inbound_id from asked_product where subscribe_due_at <= $1
                              order by subscribe_due_at limit $3 for no key update skip locked)
       returning inbound_id as "inboundId", subscribe_attempts as "subscribeAttempts", subscribe_due_at as until`,
      [toIso(now), toIso(until), limit],
      'asked-product-take',
    );
  }

  async noteSubscribed(tx: Tx, { inboundId, until }: TakenProduct, now: Instant): Promise<void> {
    await tx.query(
      `update asked_product set subscribed_at = $3, subscribe_due_at = null, subscribe_attempts = 0, failing_since = null,
              problem = null, refused_at = null, rests_until = null, reached_at = $3
        where inbound_id = $1 and subscribe_due_at = $2`,
      [inboundId, toIso(until), toIso(now)],
    );
  }

  async noteUnsubscribed(
    tx: Tx,
    { inboundId, until }: TakenProduct,
    { problem, now, nextAt }: { readonly problem: string; readonly now: Instant; readonly nextAt: Instant },
  ): Promise<void> {
    await tx.query(
      `update asked_product set subscribe_due_at = $5, failing_since = coalesce(failing_since, $4), problem = $3
        where inbound_id = $1 and subscribe_due_at = $2`,
      [inboundId, toIso(until), problem, toIso(now), toIso(nextAt)],
    );
  }

  /** Takes up a product whose leads are to be looked for. */
  takeUnpolled(sql: Sql, now: Instant, until: Instant): Promise<PolledProduct | undefined> {
    return sql.row(
      `update asked_product set poll_due_at = $2
        where inbound_id = (select inbound_id from asked_product where poll_due_at <= $1 order by poll_due_at limit 1 for no key update skip locked)
       returning inbound_id as "inboundId", polled_until as "polledUntil", poll_position as "pollPosition"`,
      [toIso(now), toIso(until)],
      'asked-product-poll',
    );
  }

  /**
   * Keeps a product for longer.
   * @param position where the look is, by which another node goes on; undefined leaves it as it was
   * @returns whether no other node has taken it up meanwhile
   */
  keepPolling(sql: Sql, inboundId: string, from: Instant, until: Instant, position: unknown): Promise<boolean> {
    return sql.matches(
      `update asked_product set poll_due_at = $3, poll_position = coalesce($4::jsonb, poll_position)
        where inbound_id = $1 and poll_due_at = $2 returning inbound_id`,
      [inboundId, toIso(from), toIso(until), position === undefined ? null : JSON.stringify(position)],
      'asked-product-keep',
    );
  }

  /** Notes that a product was looked through. What was wrong before is over, unless it is the subscription. */
  async endPolling(
    sql: Sql,
    inboundId: string,
    {
      from,
      nextAt,
      polledUntil,
      problem,
      now,
    }: Slot & { readonly polledUntil: Instant; readonly problem: string | null },
  ): Promise<void> {
    await sql.query(
      `update asked_product set poll_due_at = $3, polled_until = $4, poll_position = null, reached_at = $5,
              refused_at = null, rests_until = null,
              failing_since = case when $6::text is not null then coalesce(failing_since, $5)
                                   when subscribe_due_at is not null then failing_since end,
              problem = coalesce($6, case when subscribe_due_at is not null then problem end)
        where inbound_id = $1 and poll_due_at = $2`,
      [inboundId, toIso(from), toIso(nextAt), toIso(polledUntil), toIso(now), problem],
    );
  }

  /** Looks through a product later, and goes on where it was. @param problem what people are told; null for nothing */
  async putOffPolling(
    tx: Tx,
    inboundId: string,
    { from, nextAt, problem, now }: Slot & { readonly problem: string | null },
  ): Promise<void> {
    await tx.query(
      `update asked_product set poll_due_at = $3, problem = coalesce($4, problem),
              failing_since = case when $4::text is null then failing_since else coalesce(failing_since, $5) end
        where inbound_id = $1 and poll_due_at = $2`,
      [inboundId, toIso(from), toIso(nextAt), problem, toIso(now)],
    );
  }

  /** Asks nothing of a product for a connection for a while: what waits is fetched afterwards. */
  async rest(tx: Tx, inboundId: string, { is, why, restMs }: Rest, now: Instant): Promise<void> {
    const until = now + restMs;
    await tx.query(
      `update asked_product set problem = $2, rests_until = greatest(rests_until, $5::timestamptz),
              poll_due_at = greatest(poll_due_at, $5),
              refused_at = case when $3::boolean then coalesce(refused_at, $4) else refused_at end
        where inbound_id = $1`,
      [inboundId, why, is === 'refused', toIso(now), toIso(until)],
      'asked-product-rest',
    );
    await putOff(tx, inboundId, until);
  }

  /** Notes that leads were fetched. What was wrong before is over, unless it is the subscription. */
  async noteReached(tx: Tx, inboundIds: readonly string[], now: Instant): Promise<void> {
    await tx.query(
      `update asked_product set reached_at = $2, refused_at = null, rests_until = null,
              problem = case when failing_since is null then null else problem end
        where inbound_id = any ($1::uuid[]) and (reached_at is null or reached_at < $3 or refused_at is not null)`,
      [inboundIds, toIso(now), toIso(now - MS_PER_MINUTE)],
      'asked-product-reached',
    );
  }
}

/** What has a node of a product. @property from when another node may take it up */
interface Slot {
  readonly from: Instant;
  readonly nextAt: Instant;
  readonly now: Instant;
}

/**
 * Begins to ask the product of a connection that is new or has changed: subscribes it, and fetches what waits. Leads of
 * before the connection are not looked for.
 */
export async function beginAsking(
  tx: Tx,
  inboundId: string,
  { subscribes, firstLookAfterMs }: { readonly subscribes: boolean; readonly firstLookAfterMs: number },
  now: Instant,
): Promise<void> {
  await tx.query(
    `insert into asked_product (inbound_id, subscribe_due_at, polled_until, poll_due_at) values ($1, $2, $3, $4)
     on conflict (inbound_id) do update
        set subscribed_at = null, subscribe_due_at = $2, subscribe_attempts = 0, failing_since = null, problem = null,
            refused_at = null, rests_until = null, poll_due_at = least(asked_product.poll_due_at, $4)`,
    [inboundId, subscribes ? toIso(now) : null, toIso(now), toIso(now + firstLookAfterMs)],
  );
  await fetchNow(tx, inboundId, now);
}
