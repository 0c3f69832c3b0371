import type { EventType } from '../events/event.js';
import type { NotificationType } from '../notifications/notification.js';
import { bigint, code, instant, int, jsonb, table, text, uuid } from '../platform/sql/table.js';
import type { PostedMessage } from './channels/channel.js';
import type { Channel, DeliveryState } from './delivery.js';

/** A delivery of one event or notification to one webhook, channel or rep. Its channel decides which fields are set. */
export const DELIVERY = table('delivery', 'work', {
  id: uuid().key(),
  /** The order of deliveries. Ids do not give it: they are made from the clocks of nodes. */
  turn: bigint().default('generated'),
  channel: code<Channel>(),
  webhookId: uuid().nullable(),
  channelId: uuid().nullable(),
  repId: uuid().nullable(),
  type: code<EventType | NotificationType>(),
  eventId: uuid().nullable(),
  eventAt: instant().nullable(),
  subjectType: code().nullable(),
  subjectId: uuid().nullable(),
  subjectSeq: int().nullable(),
  notificationId: uuid().nullable(),
  messageId: uuid().nullable(),
  /** The delivery that this one repeats. */
  replayOf: uuid().nullable(),
  /** The message that this one updates. */
  rewrites: uuid().nullable(),
  /** Where the message is posted, if it can be updated. */
  posted: jsonb<PostedMessage>().nullable(),
  state: code<DeliveryState>(),
  attempts: int().default('0'),
  dueAt: instant().nullable(),
  createdAt: instant(),
  endedAt: instant().nullable(),
  /** Why it was withdrawn; null otherwise. */
  why: text().nullable(),
});

export const DELIVERY_ATTEMPT = table('delivery_attempt', 'leads', {
  deliveryId: uuid().key(),
  number: int().key(),
  leadId: uuid().nullable(),
  at: instant(),
  tookMs: int(),
  /** Null if no answer came. */
  status: int().nullable(),
  /** The beginning of the answer; null if none came. */
  answer: text().nullable().personal(),
  /** Why it failed, in plain English; null on success. */
  problem: text().nullable().harmless(),
});
