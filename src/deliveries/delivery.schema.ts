import { type Static, Type } from '@sinclair/typebox';
import { EVENT_TYPES } from '../events/event.js';
import { NOTIFICATION_TYPES } from '../notifications/notification.js';
import { PageQuery } from '../platform/http/page.js';
import {
  id,
  instant,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalId,
  optionalOneOf,
  pageOf,
} from '../platform/input/schema.js';
import { CHANNELS, DELIVERY_STATES } from './delivery.js';

const Own = {
  state: optionalOneOf(DELIVERY_STATES, { description: 'Only those in this state.' }),
  ...PageQuery,
};

export const OwnDeliveriesQuery = object(Own);
export type OwnDeliveriesQuery = Static<typeof OwnDeliveriesQuery>;

export const DeliveriesQuery = object({
  channel: optionalOneOf(CHANNELS, { description: 'By this channel.' }),
  repId: optionalId('To this rep.'),
  channelId: optionalId('To this Slack or Teams channel.'),
  leadId: optionalId('About this lead.'),
  ...Own,
});
export type DeliveriesQuery = Static<typeof DeliveriesQuery>;

const AttemptSchema = objectSchema('DeliveryAttempt', 'An attempt to send a delivery.', {
  at: instant('When it was sent.'),
  tookMs: Type.Integer({ description: 'The duration in milliseconds.' }),
  status: nullable(Type.Integer(), 'The HTTP status of the answer; null for none.'),
  answer: nullable(Type.String(), 'The first 1,024 bytes of the answer; null for none.'),
  problem: nullable(Type.String(), 'The error; null for none.'),
});

const FIELDS = {
  id: id('The id of the delivery.'),
  channel: oneOf(CHANNELS, { description: 'The channel.' }),
  webhookId: nullable(id, 'The webhook; null for none.'),
  channelId: nullable(id, 'The Slack or Teams channel; null for none.'),
  repId: nullable(id, 'The rep; null if it does not go to a single person.'),
  type: oneOf([...new Set([...EVENT_TYPES, ...NOTIFICATION_TYPES])], {
    description: 'The type of event or notification.',
  }),
  eventId: nullable(
    id,
    'The event, sent as `webhook-id`, the same for every attempt and redelivery; null if it goes to a person.',
  ),
  notificationId: nullable(id, 'The notification; null if it does not go to a single person.'),
  messageId: nullable(
    id,
    'The same for all notifications in one message; null for a webhook, or if no message was written yet.',
  ),
  leadId: nullable(id, 'The lead; null if it is about something else.'),
  state: oneOf(DELIVERY_STATES, {
    description:
      '`waiting`: it will be sent, or tried again at `nextAttemptAt`; `delivered`: it was accepted; `failed`: it was rejected for good, or given up after three days; `withdrawn`: it is no longer needed.',
  }),
  why: nullable(Type.String(), 'Why it was withdrawn; null otherwise.'),
  attempts: Type.Integer({ minimum: 0, description: 'How often it was sent.' }),
  nextAttemptAt: nullable(
    instant,
    'The earliest time of the next attempt: deliveries about one subject are sent in order, and an endpoint may be paused; null if it has ended.',
  ),
  rewrites: nullable(id, 'The `messageId` of the bot’s post that the event updates; null for none.'),
  replayOf: nullable(id, 'The delivery that it repeats; null for none.'),
  createdAt: instant('When it was created.'),
  endedAt: nullable(instant, 'When it was delivered or given up; null while it waits.'),
};

export const DeliverySchema = objectSchema(
  'Delivery',
  'A delivery of an event to a program, or of a notification to a person.',
  {
    ...FIELDS,
    lastAttempt: nullable(AttemptSchema, 'The last attempt; null for none.'),
  },
);
export type DeliveryView = Static<typeof DeliverySchema>;

export const DeliveryPage = pageOf(DeliverySchema);

export const WholeDeliverySchema = objectSchema('WholeDelivery', 'A delivery with every attempt.', {
  ...FIELDS,
  tried: Type.Array(AttemptSchema, { description: 'Every attempt, oldest first.' }),
  body: nullable(Type.String(), 'The body that is sent and signed; null if the event is no longer stored.'),
});
export type WholeDeliveryView = Static<typeof WholeDeliverySchema>;
