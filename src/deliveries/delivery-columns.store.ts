import { columnsFor, inputRows, insertInto, namesOf } from '../platform/columns.js';
import type { Tx } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';
import type { ChannelKind, NewPost } from './channel.js';
import type { NewDelivery, NewMessage } from './delivery.js';
import type { Settled } from './delivery-queue.store.js';

/* The columns of what is on its way, and what the queue does with many of them at once. */

const { uuid, text, int, instant } = columnsFor<NewDelivery>();
export const NEW = [
  uuid('id', (row) => row.id),
  text('channel', () => 'webhook'),
  uuid('webhook_id', (row) => row.webhookId),
  text('type', (row) => row.type),
  uuid('event_id', (row) => row.eventId),
  instant('event_at', (row) => row.eventAt),
  text('subject_type', (row) => row.subjectType),
  uuid('subject_id', (row) => row.subjectId),
  int('subject_seq', (row) => row.subjectSeq),
  uuid('replay_of', (row) => row.replayOf),
  instant('created_at', (row) => row.createdAt),
  text('state', () => 'waiting'),
  instant('due_at', (row) => row.createdAt),
];
export const INSERT = `${insertInto('delivery', NEW)} on conflict (webhook_id, event_id) where replay_of is null do nothing`;

const message = columnsFor<NewMessage>();
export const MESSAGE = [
  message.uuid('id', (row) => row.id),
  message.text('channel', (row) => row.channel),
  message.uuid('rep_id', (row) => row.repId),
  message.uuid('notification_id', (row) => row.notificationId),
  message.text('type', (row) => row.type),
  message.text('subject_type', (row) => row.subjectType),
  message.uuid('subject_id', (row) => row.subjectId),
  message.instant('created_at', (row) => row.createdAt),
  message.text('state', (row) => (row.dueAt === null ? 'unsent' : 'waiting')),
  message.instant('due_at', (row) => row.dueAt),
  message.instant('ended_at', (row) => (row.dueAt === null ? row.createdAt : null)),
  message.text('why', (row) => row.why),
];
export const INSERT_MESSAGES = `${insertInto('delivery', MESSAGE)} on conflict (notification_id, channel) where notification_id is not null do nothing`;

const settled = columnsFor<Settled>();
export const STATE = [
  settled.uuid('id', (row) => row.id),
  settled.instant('taken_until', (row) => row.takenUntil),
  settled.text('state', (row) => row.state),
  settled.instant('due_at', (row) => row.dueAt),
  settled.instant('ended_at', (row) => row.endedAt),
];
export const SETTLE = `update delivery
    set state = input.state, due_at = input.due_at, ended_at = input.ended_at
   from ${inputRows(STATE)}
  where delivery.id = input.id and delivery.state = 'waiting' and delivery.due_at = input.taken_until`;
/** What waits behind one that waits is not looked at again and again. */
export const HOLD_BACK = `update delivery
    set due_at = held.until
   from (select delivery.webhook_id, delivery.subject_id, delivery.turn, input.due_at as until
           from ${inputRows(STATE)} join delivery using (id)
          where input.due_at is not null) as held
  where delivery.webhook_id = held.webhook_id and delivery.subject_id = held.subject_id and delivery.turn > held.turn
    and delivery.state = 'waiting' and delivery.due_at < held.until`;

const post = columnsFor<NewPost>();
export const POST = [
  post.uuid('id', (row) => row.id),
  post.text('channel', (row) => row.channel),
  post.uuid('channel_id', (row) => row.channelId),
  post.text('type', (row) => row.type),
  post.uuid('event_id', (row) => row.eventId),
  post.instant('event_at', (row) => row.eventAt),
  post.text('subject_type', (row) => row.subjectType),
  post.uuid('subject_id', (row) => row.subjectId),
  post.int('subject_seq', (row) => row.subjectSeq),
  post.uuid('message_id', (row) => row.id),
  post.uuid('rewrites', (row) => row.rewrites),
  post.instant('created_at', (row) => row.createdAt),
  post.text('state', () => 'waiting'),
  post.instant('due_at', (row) => row.createdAt),
];
// Of a channel that was deleted meanwhile nothing is kept.
export const INSERT_POSTS = `insert into delivery (${namesOf(POST)}) select ${namesOf(POST)} from ${inputRows(POST)}
   where exists (select 1 from channel where channel.id = input.channel_id)
  on conflict (channel_id, event_id, rewrites) where channel_id is not null do nothing`;
export const HOLD_BACK_POSTS = HOLD_BACK.replaceAll('webhook_id', 'channel_id');

const LEFT_OUT = 'it was too old when the channel went on';

/**
 * What waited for a channel to go on, and is no news any more (docs/adr/0058): what happened before an instant, and, where
 * its bot writes to people, what they were to be told before it. What writes a message anew that is there is done.
 * @returns how many
 */
export async function leaveOutOld(
  tx: Tx,
  channel: { readonly id: string; readonly kind: ChannelKind },
  before: Instant,
  now: Instant,
): Promise<number> {
  const { count } = await tx.query(
    `update delivery set state = 'withdrawn', due_at = null, ended_at = $4, why = $5
      where state = 'waiting' and due_at <= $4
        and ((channel_id = $1 and rewrites is null and event_at < $3)
          or (channel = $2 and $2 = 'slack' and rep_id is not null and due_at < $3))`,
    [channel.id, channel.kind, toIso(before), toIso(now), LEFT_OUT],
  );
  return count;
}
