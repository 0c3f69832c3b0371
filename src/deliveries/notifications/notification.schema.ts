import { type Static, Type } from '@sinclair/typebox';
import { NOTIFICATION_TYPES } from '../../notifications/notification.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../../platform/answer.js';
import { PERSONAL_CHANNELS } from '../delivery.js';
import { WAY_STATES } from '../messages/ways.js';

export const NotificationSchema = thing('Notification', 'Something that a rep was told.', {
  id: id('Of the notification.'),
  type: oneOf(NOTIFICATION_TYPES, { description: 'What it is about.' }),
  leadId: nullable(id('The lead; null where it is about no single one.')),
  handoffId: nullable(id('The handoff; null where it is about none.')),
  leadIds: Type.Optional(
    Type.Array(id('The lead.'), {
      description:
        'The leads of a list, 100 at most: of several promises that were missed at once, or of leads that were closed or opened at once.',
    }),
  ),
  leadCount: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'Of leads that were closed or opened at once: how many there are in all.',
    }),
  ),
  filter: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description:
        'Where there are more than `leadIds` names: by what `GET /v1/leads` finds all of them, and others of the rep that were ever closed with the same reason.',
    }),
  ),
  text: Type.String({
    description: 'What happened, in one plain sentence, with instants as the clocks of the rep show them.',
  }),
  lines: Type.Optional(
    Type.Array(Type.String(), {
      description: 'Of what tells of several things, a line for each: the first ten, and how many more there are.',
    }),
  ),
  textForClient: Type.Optional(
    Type.String({
      description: 'Of `handoff.tellClient`, while the client has not been told: a text for that, ready to send.',
    }),
  ),
  createdAt: instant('When they were told.'),
  readAt: nullable(instant('When it was read; null until then.')),
});
export type NotificationView = Static<typeof NotificationSchema>;

export const NotificationPage = pageOf(NotificationSchema);

const WaySchema = thing('NotificationWay', 'What becomes of a notification by one way.', {
  channel: oneOf(PERSONAL_CHANNELS, { description: 'The channel.' }),
  state: oneOf(WAY_STATES, {
    description:
      '`wouldBeSent`: a delivery is made in a moment; `waiting`: it is made and not sent yet, `why` says what the last attempt ran into; `sent`: the mail server or Slack has taken it; `notSent`: `why` says why not.',
  }),
  deliveryId: nullable(
    id('A delivery.'),
    'The delivery, which says how it went; null: there is none, or it is no longer kept.',
  ),
  why: nullable(Type.String(), 'Why it is not sent, or not yet; null where nothing is in its way.'),
});

export const NotificationWaysSchema = thing(
  'NotificationWays',
  'Where a rep is told of a notification beside the inbox.',
  {
    ways: Type.Array(WaySchema, { description: 'E-mail and Slack, whichever there are.' }),
    body: nullable(
      Type.String(),
      'What a message of it says, with its subject and without links; null: what it tells of is no longer kept.',
    ),
  },
);
export type NotificationWaysView = Static<typeof NotificationWaysSchema>;
