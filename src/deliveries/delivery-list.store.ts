import { Injectable } from '@nestjs/common';
import { Database, type Sql, type Tx } from '../platform/sql/database.js';
import { type Row, selectList } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { OutdatedMessage } from './channels/channel.js';
import type { Channel, DeliveryState, NewDelivery, PersonalChannel } from './delivery.js';
import { DELIVERY } from './delivery.table.js';
import type { MadeDelivery } from './messages/ways.js';

export type ListedDelivery = Omit<Row<typeof DELIVERY>, 'posted'>;

export type ListedWebhookDelivery = ListedDelivery & NewDelivery;

export interface DeliveryFilter {
  readonly webhookId?: string | undefined;
  readonly state?: DeliveryState | undefined;
  readonly channel?: Channel | undefined;
  readonly leadId?: string | undefined;
  readonly repId?: string | undefined;
  readonly channelId?: string | undefined;
}

/** One delivery within a message of a bot, and where the message is posted. */
export type PostedRow = Pick<
  Row<typeof DELIVERY>,
  'repId' | 'notificationId' | 'eventAt' | 'subjectId' | 'subjectSeq' | 'state' | 'posted'
> & { readonly messageId: string };

const COLUMNS = selectList(DELIVERY.without('posted'));

/** Hides deliveries to deleted webhooks and channels, which are removed a little later. */
const IS_ADDRESSED = `(webhook_id is null or exists (select 1 from webhook where webhook.id = webhook_id))
  and (channel_id is null or exists (select 1 from channel where channel.id = channel_id))`;

@Injectable()
export class DeliveryListStore {
  constructor(private readonly database: Database) {}

  /** Newest first. @param before the `turn` to start below; null for the first page */
  readPage(filter: DeliveryFilter, before: number | null, limit: number): Promise<ListedDelivery[]> {
    const { webhookId, state, channel, leadId, repId, channelId } = filter;
    const values: (string | number)[] = [];
    const conditions = Object.entries({
      webhook_id: webhookId,
      channel_id: channelId,
      state,
      channel,
      subject_id: leadId,
      rep_id: repId,
    })
      .filter(([, value]) => value !== undefined)
      .map(([column, value]) => `${column} = $${values.push(value!)}`);
    if (leadId !== undefined) conditions.push(`subject_type = 'lead'`);
    if (before !== null) conditions.push(`turn < $${values.push(before)}`);
    return this.database.reads.rows(
      `select ${COLUMNS} from delivery where ${[...conditions, IS_ADDRESSED].join(' and ')}
        order by turn desc limit $${values.push(limit)}`,
      values,
    );
  }

  find(sql: Sql, id: string): Promise<ListedDelivery | undefined> {
    return sql.row(`select ${COLUMNS} from delivery where id = $1`, [id]);
  }

  /** Returns the deliveries of a notification by channel, each with its last problem. */
  async readOfNotification(sql: Sql, notificationId: string): Promise<Map<PersonalChannel, MadeDelivery>> {
    const rows = await sql.rows<MadeDelivery & { channel: PersonalChannel }>(
      `select channel, id, state, coalesce(delivery.why,
                (select problem from delivery_attempt where delivery_id = delivery.id order by number desc limit 1)) as problem
         from delivery where notification_id = $1`,
      [notificationId],
    );
    return new Map(rows.map(({ channel, ...made }) => [channel, made]));
  }

  findOfWebhook(sql: Sql, webhookId: string, id: string): Promise<ListedWebhookDelivery | undefined> {
    return sql.row(`select ${COLUMNS} from delivery where webhook_id = $1 and id = $2`, [webhookId, id]);
  }

  /** Returns a webhook's ended deliveries of events in a time span, in order. Replays are left out. */
  readEnded(
    tx: Tx,
    webhookId: string,
    { from, to }: { readonly from: Instant; readonly to: Instant },
    onlyFailed: boolean,
    limit: number,
  ): Promise<ListedWebhookDelivery[]> {
    return tx.rows(
      `select ${COLUMNS}
         from delivery
        where webhook_id = $1 and event_at >= $2 and event_at < $3 and replay_of is null
          and (state = 'failed' or (state = 'delivered' and not $4))
        order by turn
        limit $5`,
      [webhookId, toIso(from), toIso(to), onlyFailed, limit],
    );
  }

  readMessages(sql: Sql, messageIds: readonly string[]): Promise<PostedRow[]> {
    return sql.rowsOf(
      `select message_id as "messageId", rep_id as "repId", notification_id as "notificationId", event_at as "eventAt",
              subject_id as "subjectId", subject_seq as "subjectSeq", state, posted
         from delivery where channel = 'slack' and message_id = any ($1::uuid[]) order by turn`,
      [messageIds],
    );
  }

  /**
   * Finds bots' messages that may be outdated: those that still have live controls, and those being sent. Leaves out a
   * message with a pending rewrite, which reads the present state.
   * @param erasedIds subjects whose messages are all found, live or not
   * @param botId the channel whose bot writes to reps, used for messages to reps that are being sent
   */
  findOutdated(
    tx: Tx,
    subjectIds: readonly string[],
    erasedIds: readonly string[],
    botId: string | null,
  ): Promise<OutdatedMessage[]> {
    return tx.rows(
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
  }
}
