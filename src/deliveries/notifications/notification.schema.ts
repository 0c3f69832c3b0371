import { type Static, type TProperties, Type } from '@sinclair/typebox';
import { NOTIFICATION_TYPES } from '../../notifications/notification.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../../platform/answer.js';
import { PERSONAL_CHANNELS } from '../delivery.js';
import { WAY_STATES } from '../messages/ways.js';
import { type ByChannel, DEFAULTS, SUMMARY_PERIODS } from './notification-settings.js';

export const NotificationSchema = thing('Notification', 'Something that a rep was told.', {
  id: id('The id of the notification.'),
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

const closed = { additionalProperties: false } as const;

const byChannel = <More extends TProperties>(byDefault: ByChannel, description: string, more: More) =>
  Type.Object(
    {
      ...more,
      types: Type.Array(oneOf(NOTIFICATION_TYPES), {
        default: [...byDefault.types],
        uniqueItems: true,
        description:
          'The types of notification that go by this channel: all by default, none for an empty list. Types introduced after the list was saved are added to it unless it is empty.',
      }),
      digest: Type.String({
        format: 'durationOrZero',
        default: byDefault.digest,
        description:
          'The least time between two messages, in elapsed time. Notifications in between are combined, but none waits longer than half of the time that is left to act.',
      }),
    },
    { ...closed, default: {}, description },
  );

export const NotificationSettingsBody = Type.Object(
  {
    email: byChannel(DEFAULTS.email, 'By e-mail.', {}),
    slack: byChannel(DEFAULTS.slack, 'By Slack, as a message of the bot of the oldest Slack channel.', {
      memberId: {
        ...nullable(
          Type.String({ pattern: '^[UW][A-Z0-9]{2,30}$', description: 'A Slack member.' }),
          'Their Slack member id ("Copy member ID" in their profile), unique among reps. Null means no messages.',
        ),
        default: null,
      },
    }),
    quietHours: oneOf(['none', 'offHours'], {
      default: DEFAULTS.quietHours,
      description: '`offHours`: notifications wait until their calendar opens.',
    }),
    summary: oneOf([...SUMMARY_PERIODS, 'none'], {
      default: DEFAULTS.summary,
      description:
        'For managers: when they get a summary of their team, by the channels whose `types` include `team.summary`. `day`: at the end of each of their working days. `week`: at the end of the last working day of each week (from Monday), about the whole week. `none`: never. Summaries do not wait for quiet hours to end.',
    }),
  },
  closed,
);
export type NotificationSettingsBody = Static<typeof NotificationSettingsBody>;

export const NotificationSettingsSchema = thing('NotificationSettings', 'How a rep is told of what happens.', {
  ...NotificationSettingsBody.properties,
  version: Type.Integer({ minimum: 1, description: 'Grows with every change, from 1.' }),
  updatedAt: nullable(
    instant('When it was last changed.'),
    'When it was changed last; null: nobody has said anything.',
  ),
});
export type NotificationSettingsView = Static<typeof NotificationSettingsSchema>;
