import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/sql/database.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import type { DeliveryKind } from '../delivery.js';
import type { Destination } from '../destinations/destination.js';

/** A request whose result the platform reports later. */
export interface PostedRequest {
  readonly id: string;
  readonly destinationId: string;
  readonly batchId: string;
  /** Its id at the platform. */
  readonly requestId: string;
  readonly kind: DeliveryKind;
  /** In the order of the body. */
  readonly items: readonly string[];
  readonly postedAt: Instant;
  readonly looks: number;
  readonly lookAt: Instant | null;
}

/** Whether anything is posted at all, as an SQL condition for the pulse of a node. */
export const PUSH_WAITS =
  "exists (select from feedback_destination where push and mode = 'live' and stopped_at is null)";

@Injectable()
export class PushStore {
  /** Returns the destinations with something to post or to query. */
  readDue(sql: Sql, now: Instant): Promise<string[]> {
    return sql.column(
      `select destination.id from feedback_destination as destination
         left join feedback_push as push on push.destination_id = destination.id
        where destination.push and destination.mode = 'live' and destination.stopped_at is null
          and (push.next_at is null or push.next_at <= $1) and (push.claimed_until is null or push.claimed_until <= $1)
          and (exists (
                select from feedback_delivery as row
                 where row.destination_id = destination.id and not is_shadow and not_before <= $1
                   and (state = 'pending' or (state = 'leased' and leased_until <= $1)))
            or exists (
                select from feedback_request as request
                 where request.destination_id = destination.id and look_at is not null and look_at <= $1))
        order by destination.id`,
      [toIso(now)],
      'push-due',
    );
  }

  /** @returns false while another node's claim lasts, or posting pauses */
  claim(sql: Sql, destinationId: string, by: string, now: Instant, until: Instant): Promise<boolean> {
    return sql.matches(
      `insert into feedback_push (destination_id, claimed_by, claimed_until) values ($1, $2, $4)
       on conflict (destination_id) do update set claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until
        where (feedback_push.claimed_until is null or feedback_push.claimed_until <= $3)
          and (feedback_push.next_at is null or feedback_push.next_at <= $3)`,
      [destinationId, by, toIso(now), toIso(until)],
    );
  }

  /** Renews a claim. @returns false if it was lost, or the destination was replaced */
  goOn(sql: Sql, { id, version }: Pick<Destination, 'id' | 'version'>, by: string, until: Instant): Promise<boolean> {
    return sql.matches(
      `update feedback_push set claimed_until = $3 from feedback_destination as destination
        where destination_id = $1 and claimed_by = $2 and destination.id = $1 and destination.version = $4`,
      [id, by, toIso(until), version],
    );
  }

  async readFailures(sql: Sql, destinationId: string): Promise<number> {
    const row = await sql.row<{ failures: number }>('select failures from feedback_push where destination_id = $1', [
      destinationId,
    ]);
    return row?.failures ?? 0;
  }

  async release(sql: Sql, destinationId: string, by: string, nextAt: Instant, failures: number): Promise<void> {
    await sql.query(
      `update feedback_push set claimed_by = null, claimed_until = null, next_at = $3, failures = $4
        where destination_id = $1 and claimed_by = $2`,
      [destinationId, by, toIso(nextAt), failures],
    );
  }

  async insertRequests(sql: Sql, requests: readonly PostedRequest[]): Promise<void> {
    if (requests.length === 0) return;
    const rows = requests.map(({ items, postedAt, lookAt, ...rest }) => ({
      ...rest,
      items: `{${items.join(',')}}`,
      posted_at: toIso(postedAt),
      look_at: lookAt === null ? null : toIso(lookAt),
    }));
    await sql.query(
      `insert into feedback_request (id, destination_id, batch_id, request_id, kind, items, posted_at, looks, look_at)
       select id, "destinationId", "batchId", "requestId", kind, items::uuid[], posted_at, looks, look_at
         from jsonb_to_recordset($1) as row (id uuid, "destinationId" uuid, "batchId" uuid, "requestId" text, kind text,
           items text, posted_at timestamptz, looks integer, look_at timestamptz)`,
      [JSON.stringify(rows)],
    );
  }

  /** Returns the requests to query now, the oldest first. */
  readLooks(sql: Sql, destinationId: string, now: Instant, limit: number): Promise<PostedRequest[]> {
    return sql.rows(
      `select id, destination_id as "destinationId", batch_id as "batchId", request_id as "requestId", kind,
              items::text[] as items, posted_at as "postedAt", looks, look_at as "lookAt"
         from feedback_request where destination_id = $1 and look_at is not null and look_at <= $2
        order by look_at, id limit $3`,
      [destinationId, toIso(now), limit],
    );
  }

  /** @param lookAt null: it is not queried again */
  async looked(sql: Sql, id: string, lookAt: Instant | null): Promise<void> {
    await sql.query('update feedback_request set looks = looks + 1, look_at = $2 where id = $1', [
      id,
      lookAt === null ? null : toIso(lookAt),
    ]);
  }
}
