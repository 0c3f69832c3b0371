import { type Static, Type } from '@sinclair/typebox';
import { EVENT_TYPES } from '../events/event.js';
import { NOTIFICATION_TYPES } from '../notifications/notification.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../platform/answer.js';
import { PageQuery } from '../platform/page.js';
import { CHANNELS, DELIVERY_STATES } from './delivery.js';

const closed = { additionalProperties: false } as const;

const Own = {
  state: Type.Optional(oneOf(DELIVERY_STATES, { description: 'Only those in this state.' })),
  ...PageQuery,
};

export const OwnDeliveriesQuery = Type.Object(Own, closed);
export type OwnDeliveriesQuery = Static<typeof OwnDeliveriesQuery>;

export const DeliveriesQuery = Type.Object(
  {
    channel: Type.Optional(oneOf(CHANNELS, { description: 'By this channel.' })),
    repId: Type.Optional(Type.String({ format: 'uuid', description: 'To this rep.' })),
    channelId: Type.Optional(Type.String({ format: 'uuid', description: 'To this Slack or Teams channel.' })),
    leadId: Type.Optional(Type.String({ format: 'uuid', description: 'About this lead.' })),
    ...Own,
  },
  closed,
);
export type DeliveriesQuery = Static<typeof DeliveriesQuery>;

const AttemptSchema = thing('DeliveryAttempt', 'One time that something was sent.', {
  at: instant('When it was sent.'),
  tookMs: Type.Integer({ description: 'How long it took, in milliseconds.' }),
  status: nullable(Type.Integer(), 'The status of the answer; null: no answer came.'),
  answer: nullable(Type.String(), 'How the answer begins: its first 1,024 bytes; null: no answer came.'),
  problem: nullable(Type.String(), 'Why it was no success, in plain words; null where it was one.'),
});

const FIELDS = {
  id: id('The id of the delivery.'),
  channel: oneOf(CHANNELS, { description: 'The channel.' }),
  webhookId: nullable(id('A webhook.'), 'The webhook that it goes to; null: it goes to none.'),
  channelId: nullable(id('A channel.'), 'The channel that it goes to; null: it goes to none.'),
  repId: nullable(id('A rep.'), 'The rep whom it goes to; null: it goes to no person alone.'),
  type: oneOf([...new Set([...EVENT_TYPES, ...NOTIFICATION_TYPES])], {
    description: 'What it tells of: a type of event, or of notification.',
  }),
  eventId: nullable(
    id('The id of the event.'),
    'The event: sent as `webhook-id`, the same at every attempt and in every replay; null: it goes to a person.',
  ),
  notificationId: nullable(id('The id of the notification.'), 'The notification; null: it goes to no person alone.'),
  messageId: nullable(
    id('The id of the message.'),
    'The same for what is told in one message; null: it goes to a webhook, or none was written yet.',
  ),
  leadId: nullable(id('The lead that it is about.'), 'The lead that it is about; null: it is about something else.'),
  state: oneOf(DELIVERY_STATES, {
    description:
      '`waiting`: it is on its way, or tried again at `nextAttemptAt`; `delivered`: it was taken; `failed`: it was refused for good, or given up after three days; `withdrawn`: nobody has to be told any more.',
  }),
  why: nullable(Type.String(), 'Why it was withdrawn; null otherwise.'),
  attempts: Type.Integer({ minimum: 0, description: 'How often it was sent.' }),
  nextAttemptAt: nullable(
    instant('When it is sent next.'),
    'When it is sent next, at the earliest: those about one subject go in their order, and an endpoint may rest or be paused; null: it has ended.',
  ),
  rewrites: nullable(
    id('The id of a message.'),
    'The `messageId` of what a bot has posted, which is written anew because of the event; null: nothing is.',
  ),
  replayOf: nullable(id('A delivery.'), 'The delivery that it repeats; null: it repeats none.'),
  createdAt: instant('When it was created.'),
  endedAt: nullable(instant('When it ended.'), 'When it was delivered, or given up; null while it waits.'),
};

export const DeliverySchema = thing(
  'Delivery',
  'An event on its way to a program, or a notification on its way to a person.',
  {
    ...FIELDS,
    lastAttempt: nullable(AttemptSchema, 'The last time that it was sent; null: not yet.'),
  },
);
export type DeliveryView = Static<typeof DeliverySchema>;

export const DeliveryPage = pageOf(DeliverySchema);

export const WholeDeliverySchema = thing('WholeDelivery', 'What is on its way, with every attempt.', {
  ...FIELDS,
  tried: Type.Array(AttemptSchema, { description: 'Every time that it was sent, oldest first.' }),
  body: nullable(Type.String(), 'What is sent, as it is signed; null: the event is no longer kept.'),
});
export type WholeDeliveryView = Static<typeof WholeDeliverySchema>;
