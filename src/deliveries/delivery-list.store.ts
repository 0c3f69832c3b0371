import { Injectable } from '@nestjs/common';
import { Database, type Sql, type Tx } from '../platform/database.js';
import { type Instant, toIso } from '../platform/duration.js';
import { type Row, selectList } from '../platform/table.js';
import type { Outdated } from './channels/channel.js';
import type { Channel, DeliveryState, NewDelivery, PersonalChannel } from './delivery.js';
import { DELIVERY } from './delivery.table.js';
import type { MadeDelivery } from './messages/ways.js';

/** With its place in the list. What it has depends on its channel. */
export type ListedDelivery = Omit<Row<typeof DELIVERY>, 'posted'>;

/** One to a webhook. */
export type ListedWebhookDelivery = ListedDelivery & NewDelivery;

export interface DeliveryFilter {
  readonly webhookId?: string | undefined;
  readonly state?: DeliveryState | undefined;
  readonly channel?: Channel | undefined;
  readonly leadId?: string | undefined;
  readonly repId?: string | undefined;
  readonly channelId?: string | undefined;
}

/** What one message of a bot tells, and where it stands. */
export type PostedRow = Pick<
  Row<typeof DELIVERY>,
  'repId' | 'notificationId' | 'eventAt' | 'subjectId' | 'subjectSeq' | 'state' | 'posted'
> & { readonly messageId: string };

const COLUMNS = selectList(DELIVERY.without('posted'));

/** What was for a webhook or a channel that is deleted goes a little later. */
const IS_ADDRESSED = `(webhook_id is null or exists (select 1 from webhook where webhook.id = webhook_id))
  and (channel_id is null or exists (select 1 from channel where channel.id = channel_id))`;

@Injectable()
export class DeliveryListStore {
  constructor(private readonly database: Database) {}

  /** Newest first, before a place. */
  async readPage(filter: DeliveryFilter, before: number | null, limit: number): Promise<ListedDelivery[]> {
    const { webhookId, state, channel, leadId, repId, channelId } = filter;
    const values: (string | number)[] = [];
    const conditions = Object.entries({
      ...{ webhook_id: webhookId, channel_id: channelId, state, channel, subject_id: leadId, rep_id: repId },
    })
      .filter(([, value]) => value !== undefined)
      .map(([column, value]) => `${column} = $${values.push(value!)}`);
    if (leadId !== undefined) conditions.push(`subject_type = 'lead'`);
    if (before !== null) conditions.push(`turn < $${values.push(before)}`);
    const { rows } = await this.database.reads.query<ListedDelivery>(
      `select ${COLUMNS} from delivery where ${[...conditions, IS_ADDRESSED].join(' and ')}
        order by turn desc limit $${values.push(limit)}`,
      values,
    );
    return rows;
  }

  async find(sql: Sql, id: string): Promise<ListedDelivery | undefined> {
    const { rows } = await sql.query<ListedDelivery>(`select ${COLUMNS} from delivery where id = $1`, [id]);
    return rows[0];
  }

  /** What was made of a notification, by each way, with what went wrong last. */
  async readOfNotification(sql: Sql, notificationId: string): Promise<Map<PersonalChannel, MadeDelivery>> {
    const { rows } = await sql.query<MadeDelivery & { channel: PersonalChannel }>(
      `select channel, id, state, coalesce(delivery.why,
                (select problem from delivery_attempt where delivery_id = delivery.id order by number desc limit 1)) as problem
         from delivery where notification_id = $1`,
      [notificationId],
    );
    return new Map(rows.map(({ channel, ...made }) => [channel, made]));
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

  /** What messages tell, by their ids. */
  async readMessages(sql: Sql, messageIds: readonly string[]): Promise<PostedRow[]> {
    if (messageIds.length === 0) return [];
    const { rows } = await sql.query<PostedRow>(
      `select message_id as "messageId", rep_id as "repId", notification_id as "notificationId", event_at as "eventAt",
              subject_id as "subjectId", subject_seq as "subjectSeq", state, posted
         from delivery where channel = 'slack' and message_id = any ($1::uuid[]) order by turn`,
      [messageIds],
    );
    return rows;
  }

  /**
   * The messages of bots about some subjects that may say what is no longer so: those that something can still be done with,
   * and those that are on their way. One that is about to be written anew is left out: it reads what is so then.
   * @param erasedIds of these all, whatever can be done with them
   * @param botId whose bot writes what is on its way to people
   */
  async findOutdated(
    tx: Tx,
    subjectIds: readonly string[],
    erasedIds: readonly string[],
    botId: string | null,
  ): Promise<Outdated[]> {
    const { rows } = await tx.query<Outdated>(
      `select distinct on (message_id) message_id as "messageId", subject_id as "subjectId",
              coalesce(posted->>'by', channel_id::text, $3) as "channelId"
         from delivery
        where subject_id = any ($1::uuid[]) and channel = 'slack' and rewrites is null
          and case when posted is null then state = 'waiting' and attempts > 0 and message_id is not null
                   else (posted->>'live')::boolean or subject_id = any ($2::uuid[]) end
          and coalesce(posted->>'by', channel_id::text, $3) is not null
          and not exists (
                select 1 from delivery as again
                 where again.rewrites = delivery.message_id and again.state = 'waiting' and again.attempts = 0)
        order by message_id`,
      [subjectIds, erasedIds, botId],
      'delivery-outdated',
    );
    return rows;
  }
}
