import type { EventType } from '../events/event.js';
import type { NotificationType } from '../notifications/notification.js';
import { bigint, code, instant, int, jsonb, table, text, uuid } from '../platform/table.js';
import type { PostedMessage } from './channels/channel.js';
import type { Channel, DeliveryState } from './delivery.js';

/** One event or notification on its way to one place. What it has depends on its channel. */
export const DELIVERY = table('delivery', 'work', {
  id: uuid().key(),
  /** Its place in the list. */
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
  /** Those with the same one are sent together. */
  messageId: uuid().nullable(),
  /** The delivery that is done once more. */
  replayOf: uuid().nullable(),
  /** The message that is replaced. */
  rewrites: uuid().nullable(),
  /** Where a message stands that can be replaced. */
  posted: jsonb<PostedMessage>().nullable(),
  state: code<DeliveryState>(),
  attempts: int().default('0'),
  dueAt: instant().nullable(),
  createdAt: instant(),
  endedAt: instant().nullable(),
  /** It was not delivered. */
  why: text().nullable(),
});

/** What came of one attempt to deliver something. */
export const DELIVERY_ATTEMPT = table('delivery_attempt', 'leads', {
  deliveryId: uuid().key(),
  number: int().key(),
  leadId: uuid().nullable(),
  at: instant(),
  tookMs: int(),
  /** Null: no answer came. */
  status: int().nullable(),
  /** How it begins; null where none came. */
  answer: text().nullable().personal(),
  /** Why it was no success, in plain English; null where it was one. */
  problem: text().nullable().harmless(),
});
