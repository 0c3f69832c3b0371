import { Injectable } from '@nestjs/common';
import { Outbox, type TakenRow } from '../../deliveries/outbox.store.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { LEAD_FETCH, type LeadFetchRow } from './lead-fetch.table.js';

export const LEAD_FETCHES = new Outbox({
  table: LEAD_FETCH,
  key: ['arrivalId'],
  target: 'inboundId',
  targets: 'inbound',
  waiting: 'waiting',
});
export type TakenFetch = TakenRow<LeadFetchRow>;

export const UNFETCHED_LEADS = `select count(*)::int as count, min(begun_at) as "oldestAt" from lead_fetch where state = 'waiting'`;

/** A fetch that failed. */
export interface FailedFetch extends Pick<LeadFetchRow, 'arrivalId' | 'attempts' | 'dueAt'> {
  readonly failure: string;
}

/** Stores which leads are still to be fetched. */
@Injectable()
export class LeadFetchStore {
  /** Queues arrivals of a connection, also those that were given up. What its product is not asked for yet waits for that. */
  async queue(tx: Tx, inboundId: string, arrivalIds: readonly string[], now: Instant): Promise<void> {
    await tx.query(
      `insert into lead_fetch (arrival_id, inbound_id, state, attempts, begun_at, due_at)
       select arrival_id, $1::uuid, 'waiting', 0, $3::timestamptz,
              greatest($3::timestamptz, (select rests_until from asked_product where inbound_id = $1))
         from unnest($2::uuid[]) as arrival_id
       on conflict (arrival_id) do update
          set state = 'waiting', begun_at = excluded.begun_at, due_at = excluded.due_at, failure = null`,
      [inboundId, arrivalIds, toIso(now)],
      'lead-fetch-queue',
    );
  }

  /** Ends fetches that have succeeded. @returns the arrivals whose fetch no other node has taken meanwhile */
  async end(tx: Tx, fetched: readonly Pick<LeadFetchRow, 'arrivalId' | 'attempts'>[]): Promise<Set<string>> {
    const rows = await tx.rows<{ id: string }>(
      `delete from lead_fetch using unnest($1::uuid[], $2::int[]) as input (id, attempts)
        where arrival_id = input.id and lead_fetch.attempts = input.attempts and state = 'waiting'
       returning arrival_id as id`,
      [fetched.map(({ arrivalId }) => arrivalId), fetched.map(({ attempts }) => attempts)],
      'lead-fetch-end',
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Notes fetches that have failed. @returns the arrivals that are given up */
  async fail(tx: Tx, failed: readonly FailedFetch[]): Promise<string[]> {
    const rows = await tx.rows<{ id: string }>(
      `with noted as (
         update lead_fetch set failure = input.failure, due_at = input.due_at,
                state = case when input.due_at is null then 'failed' else 'waiting' end
           from unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::text[]) as input (id, attempts, due_at, failure)
          where arrival_id = input.id and lead_fetch.attempts = input.attempts and lead_fetch.state = 'waiting'
         returning arrival_id as id, lead_fetch.state)
       select id from noted where state = 'failed'`,
      [
        failed.map(({ arrivalId }) => arrivalId),
        failed.map(({ attempts }) => attempts),
        failed.map(({ dueAt }) => (dueAt === null ? null : toIso(dueAt))),
        failed.map(({ failure }) => failure),
      ],
      'lead-fetch-fail',
    );
    return rows.map(({ id }) => id);
  }

  /** Drops the fetch of what was erased. */
  async drop(sql: Sql, arrivalId: string): Promise<void> {
    await sql.query('delete from lead_fetch where arrival_id = $1', [arrivalId]);
  }
}

/** Lets all that waits of a connection wait until an instant. */
export async function putOff(tx: Tx, inboundId: string, until: Instant): Promise<void> {
  await tx.query(
    `update lead_fetch set due_at = $2 where inbound_id = $1 and state = 'waiting' and due_at < $2::timestamptz`,
    [inboundId, toIso(until)],
    'lead-fetch-put-off',
  );
}

/** Lets all that waits of a connection be fetched now. */
export async function fetchNow(tx: Tx, inboundId: string, now: Instant): Promise<void> {
  await tx.query(
    `update lead_fetch set due_at = $2 where inbound_id = $1 and state = 'waiting' and due_at > $2::timestamptz`,
    [inboundId, toIso(now)],
  );
}
