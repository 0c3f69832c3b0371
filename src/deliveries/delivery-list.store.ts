import { Injectable } from '@nestjs/common';
import type { EventType } from '../events/event.js';
import type { NotificationType } from '../notifications/notification.js';
import { Database, type Sql, type Tx } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';
import type { Channel, DeliveryState, NewDelivery } from './delivery.js';

/** With its place in the list. What it has depends on its channel. */
export interface ListedDelivery {
  readonly id: string;
  readonly turn: number;
  readonly channel: Channel;
  readonly type: EventType | NotificationType;
  readonly webhookId: string | null;
  readonly eventId: string | null;
  readonly eventAt: Instant | null;
  readonly subjectType: string | null;
  readonly subjectId: string | null;
  readonly subjectSeq: number | null;
  readonly replayOf: string | null;
  readonly repId: string | null;
  readonly notificationId: string | null;
  readonly messageId: string | null;
  readonly state: DeliveryState;
  readonly why: string | null;
  readonly attempts: number;
  readonly dueAt: Instant | null;
  readonly createdAt: Instant;
  readonly endedAt: Instant | null;
}

/** One to a webhook. */
export type ListedWebhookDelivery = ListedDelivery & NewDelivery;

export interface DeliveryFilter {
  readonly webhookId?: string | undefined;
  readonly state?: DeliveryState | undefined;
  readonly channel?: Channel | undefined;
  readonly leadId?: string | undefined;
  readonly repId?: string | undefined;
}

const COLUMNS = `id, turn, channel, webhook_id as "webhookId", type, event_id as "eventId", event_at as "eventAt",
  subject_type as "subjectType", subject_id as "subjectId", subject_seq as "subjectSeq", replay_of as "replayOf", rep_id as "repId",
  notification_id as "notificationId", message_id as "messageId", why, state,
  attempts, due_at as "dueAt", created_at as "createdAt", ended_at as "endedAt"`;

@Injectable()
export class DeliveryListStore {
  constructor(private readonly database: Database) {}

  /** Newest first, before a place. */
  async readPage(filter: DeliveryFilter, before: number | null, limit: number): Promise<ListedDelivery[]> {
    const { webhookId, state, channel, leadId, repId } = filter;
    const values: (string | number)[] = [];
    const conditions = Object.entries({ webhook_id: webhookId, state, channel, subject_id: leadId, rep_id: repId })
      .filter(([, value]) => value !== undefined)
      .map(([column, value]) => `${column} = $${values.push(value!)}`);
    if (leadId !== undefined) conditions.push(`subject_type = 'lead'`);
    if (before !== null) conditions.push(`turn < $${values.push(before)}`);
    const { rows } = await this.database.reads.query<ListedDelivery>(
      `select ${COLUMNS} from delivery ${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`}
        order by turn desc limit $${values.push(limit)}`,
      values,
    );
    return rows;
  }

  async find(sql: Sql, id: string): Promise<ListedDelivery | undefined> {
    const { rows } = await sql.query<ListedDelivery>(`select ${COLUMNS} from delivery where id = $1`, [id]);
    return rows[0];
  }

  async findOfWebhook(sql: Sql, webhookId: string, id: string): Promise<ListedWebhookDelivery | undefined> {
    const { rows } = await sql.query<ListedWebhookDelivery>(
      `select ${COLUMNS} from delivery where webhook_id = $1 and id = $2`,
      [webhookId, id],
    );
    return rows[0];
  }

  /** Those of a webhook that have ended and were made in a span of time, in their order; what was a replay is left out. */
  async readEnded(
    tx: Tx,
    webhookId: string,
    { from, to }: { readonly from: Instant; readonly to: Instant },
    onlyFailed: boolean,
    limit: number,
  ): Promise<ListedWebhookDelivery[]> {
    const { rows } = await tx.query<ListedWebhookDelivery>(
      `select ${COLUMNS}
         from delivery
        where webhook_id = $1 and event_at >= $2 and event_at < $3 and replay_of is null
          and (state = 'failed' or (state = 'delivered' and not $4))
        order by turn
        limit $5`,
      [webhookId, toIso(from), toIso(to), onlyFailed, limit],
    );
    return rows;
  }
}
