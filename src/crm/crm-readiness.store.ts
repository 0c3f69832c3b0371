import { Injectable } from '@nestjs/common';
import { Outbox, type TakenRow } from '../deliveries/outbox.store.js';
import { Database, type Sql, type Tx } from '../platform/sql/database.js';
import { type Row, selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { CRM_READINESS } from './crm.table.js';
import type { CrmDelivery } from './readiness.js';

const COLUMNS = selectList(CRM_READINESS.without('failingSince'));

/** A waiting row keeps its attempts and due time, so that changes here do not cause more calls to a failing CRM. */
const QUEUE_AGAIN = `
  on conflict (connection_id, deal_id) do update set
    wish = crm_readiness.wish + 1,
    attempts = case crm_readiness.state when 'waiting' then crm_readiness.attempts else 0 end,
    due_at = case crm_readiness.state when 'waiting' then crm_readiness.due_at else excluded.due_at end,
    failure = case crm_readiness.state when 'waiting' then crm_readiness.failure end,
    state = 'waiting', begun_at = excluded.begun_at, ended_at = null`;

export const UNWRITTEN_READINESS = `select count(*)::int as count, min(coalesce(failing_since, begun_at)) as "oldestAt"
  from crm_readiness where state = 'waiting'`;

/**
 * Rows waiting to be sent. Taking a row clears the hash of the last request: a request without an answer, or a crash,
 * may have changed the CRM.
 */
export const READINESS = new Outbox({
  table: CRM_READINESS,
  key: ['connectionId', 'dealId'],
  target: 'connectionId',
  targets: 'crm_connection',
  waiting: 'waiting',
  emptied: 'toldHash',
});
export type TakenCrmDelivery = TakenRow<Row<typeof CRM_READINESS>>;

/** Queues the readiness of deals for their CRMs; the sender skips what is unchanged. */
export async function queueReadiness(tx: Sql, dealIds: readonly string[], at: Instant): Promise<void> {
  await tx.query(
    `insert into crm_readiness (connection_id, deal_id, state, wish, attempts, begun_at, due_at)
     select crm_connection.id, deal_ref.deal_id, 'waiting', 1, 0, $2::timestamptz, $2
       from crm_connection join deal_ref on deal_ref.system = crm_connection.system
      where crm_connection.readiness is not null and deal_ref.deal_id = any ($1::uuid[])
      order by 1, 2 ${QUEUE_AGAIN}`,
    [[...new Set(dealIds)], toIso(at)],
    'crm-wish',
  );
}

/** Stores what CRMs were sent of deals, and what is queued: one row per deal, so that only the newest state is sent. */
@Injectable()
export class CrmReadinessStore {
  constructor(private readonly database: Database) {}

  /** Asks the database, because the time of a machine that was suspended stands still. */
  isStillTaken({ connectionId, dealId, takenUntil }: TakenCrmDelivery): Promise<boolean> {
    return this.database.engine.matches(
      `select from crm_readiness where connection_id = $1 and deal_id = $2 and due_at = $3 and state = 'waiting'`,
      [connectionId, dealId, toIso(takenUntil)],
      'crm-still-taken',
    );
  }

  /**
   * Stores a result, unless another node has taken the row meanwhile. A change since then is due at once if this
   * delivery ended, else with the next try.
   */
  async settle(
    { connectionId, dealId, wish, takenUntil }: TakenCrmDelivery,
    next: CrmDelivery,
    now: Instant,
  ): Promise<void> {
    const { state, attempts, dueAt, endedAt, failure, status, toldHash, toldReady, toldMissing, toldState, toldAt } =
      next;
    await this.database.engine.query(
      `update crm_readiness set
          state = case when wish = $4 then $5 else 'waiting' end,
          attempts = case when wish = $4 or $5 = 'waiting' then $6::int else 0 end,
          due_at = case when wish = $4 or $5 = 'waiting' then $7::timestamptz else $8 end,
          ended_at = case when wish = $4 then $8::timestamptz end,
          failing_since = case when $9::text is not null then coalesce(failing_since, $16::timestamptz) end,
          failure = $9, status = $10, told_hash = $11, told_ready = $12, told_missing = $13, told_state = $14, told_at = $15
        where connection_id = $1 and deal_id = $2 and due_at = $3 and state = 'waiting'`,
      [
        ...[connectionId, dealId, toIso(takenUntil), wish, state, attempts],
        ...[dueAt === null ? null : toIso(dueAt), endedAt === null ? null : toIso(endedAt)],
        ...[failure, status, toldHash, toldReady, toldMissing, toldState, toldAt === null ? null : toIso(toldAt)],
        toIso(now),
      ],
      'crm-settle',
    );
  }

  /** Deletes the row of a deal that is no longer sent. */
  async forget({ connectionId, dealId, takenUntil }: TakenCrmDelivery): Promise<void> {
    await this.database.engine.query(
      'delete from crm_readiness where connection_id = $1 and deal_id = $2 and due_at = $3',
      [connectionId, dealId, toIso(takenUntil)],
    );
  }

  /** Returns rows in the order of deal ids, after one. */
  readPage(
    connectionId: string,
    state: CrmDelivery['state'] | null,
    after: string | null,
    limit: number,
  ): Promise<CrmDelivery[]> {
    return this.database.reads.rows(
      `select ${COLUMNS} from crm_readiness
        where connection_id = $1 and ($2::text is null or state = $2) and ($3::uuid is null or deal_id > $3)
        order by deal_id limit $4`,
      [connectionId, state, after, limit],
    );
  }

  /**
   * Queues a deal again, even if the CRM was sent the same, since it may have been changed there. A delivery in
   * progress is settled first, because two at once could arrive in reverse order.
   * @returns undefined if there is no row
   */
  sendAgain(tx: Tx, connectionId: string, dealId: string, now: Instant): Promise<CrmDelivery | undefined> {
    return tx.row(
      `update crm_readiness set wish = wish + 1, state = 'waiting', attempts = 0, begun_at = $3,
              due_at = case state when 'waiting' then least(due_at, $3::timestamptz + interval '1 minute') else $3 end,
              ended_at = null, failure = null, told_hash = null
        where connection_id = $1 and deal_id = $2 returning ${COLUMNS}`,
      [connectionId, dealId, toIso(now)],
    );
  }
}

/** Queues all deals that are not over, as the request has changed; deletes all rows if nothing is sent any more. */
export async function followReadiness(tx: Tx, connectionId: string, isSent: boolean, at: Instant): Promise<void> {
  if (!isSent) {
    await tx.query('delete from crm_readiness where connection_id = $1', [connectionId]);
    return;
  }
  await tx.query(
    `insert into crm_readiness (connection_id, deal_id, state, wish, attempts, begun_at, due_at)
     select crm_connection.id, deal.id, 'waiting', 1, 0, $2::timestamptz, $2
       from crm_connection join deal_ref on deal_ref.system = crm_connection.system join deal on deal.id = deal_ref.deal_id
      where crm_connection.id = $1
        and (deal.stage = 'open' or exists (
              select from handoff where handoff.deal_id = deal.id and handoff.state in ('draft', 'running')))
      order by 1, 2 ${QUEUE_AGAIN}`,
    [connectionId, toIso(at)],
  );
}

/** Queues the deals of drafts of a kind that has changed: drafts follow its newest version. */
export async function queueReadinessOfKind(tx: Tx, kindId: string, at: Instant): Promise<void> {
  await tx.query(
    `insert into crm_readiness (connection_id, deal_id, state, wish, attempts, begun_at, due_at)
     select distinct crm_connection.id, handoff.deal_id, 'waiting', 1, 0, $2::timestamptz, $2::timestamptz
       from handoff join deal_ref on deal_ref.deal_id = handoff.deal_id
       join crm_connection on crm_connection.system = deal_ref.system and crm_connection.readiness is not null
      where handoff.kind_id = $1 and handoff.state = 'draft'
      order by 1, 2 ${QUEUE_AGAIN}`,
    [kindId, toIso(at)],
  );
}
