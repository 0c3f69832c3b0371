import { type Static, type TProperties, Type } from '@sinclair/typebox';
import { NOTIFICATION_TYPES } from '../../notifications/notification.js';
import { id, instant, nullable, object, objectSchema, oneOf, pageOf } from '../../platform/input/schema.js';
import { OWNED_TYPES } from '../../vocabulary/subjects.js';
import { PERSONAL_CHANNELS } from '../delivery.js';
import { WAY_STATES } from '../messages/ways.js';
import { type ByChannel, DEFAULTS, SUMMARY_PERIODS } from './notification-settings.js';

export const NotificationSchema = objectSchema('Notification', 'A notification of a rep.', {
  id: id('The id of the notification.'),
  type: oneOf(NOTIFICATION_TYPES, { description: 'Its subject.' }),
  leadId: nullable(id('The lead; of several that came together, the first due; null for none.')),
  handoffId: nullable(id('The handoff; null for none.')),
  dealId: nullable(id('The deal; null for none.')),
  leadIds: Type.Optional(
    Type.Array(id('The lead.'), {
      description:
        'The leads of a notification about several: 100 at most of missed promises, or of leads that were closed or reopened together; 1,000 at most of leads that came together, the first due first.',
    }),
  ),
  leadCount: Type.Optional(
    Type.Integer({
      minimum: 1,
      description: 'For leads that were closed, reopened or came together, their number.',
    }),
  ),
  filter: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description:
        'If there are more than in `leadIds`: parameters of `GET /v1/leads` that find all of them. They also find other leads of the rep that were ever closed with the same reason.',
    }),
  ),
  page: Type.Optional(
    Type.String({
      description: 'The page of the console about it, below `/console/`, if it is about no lead, deal or handoff.',
    }),
  ),
  text: Type.String({
    description: 'What happened, in one sentence, with times in the rep’s time zone.',
  }),
  lines: Type.Optional(
    Type.Array(Type.String(), {
      description:
        'For a notification about several things, a line for each: the first ten, and the number of the others.',
    }),
  ),
  linesAbout: Type.Optional(
    Type.Array(
      Type.Object({
        type: oneOf(OWNED_TYPES, { description: 'What it is.' }),
        id: id('Its id.'),
      }),
      { description: 'For missed promises: what each of these lines is about, in their order.' },
    ),
  ),
  textForClient: Type.Optional(
    Type.String({
      description: 'For `handoff.tellClient`, while the client has not been informed: a text that is ready to send.',
    }),
  ),
  createdAt: instant('When it was created.'),
  readAt: nullable(instant('When it was read; null if it was not.')),
});
export type NotificationView = Static<typeof NotificationSchema>;

export const NotificationPage = pageOf(NotificationSchema);

export const ReadAllBody = object({ upTo: id('The id of the newest notification that is marked.') });
export type ReadAllBody = Static<typeof ReadAllBody>;

export const NotificationsReadSchema = objectSchema('NotificationsRead', 'Notifications that are read now.', {
  read: Type.Integer({ minimum: 0, description: 'How many of them were unread before.' }),
});

const WaySchema = objectSchema('NotificationWay', 'What happens to a notification on one channel.', {
  channel: oneOf(PERSONAL_CHANNELS, { description: 'The channel.' }),
  state: oneOf(WAY_STATES, {
    description:
      '`wouldBeSent`: it will be sent in a moment; `waiting`: it is not sent yet, and `why` gives the error of the last attempt; `sent`: the mail server or Slack has accepted it; `notSent`: see `why`.',
  }),
  deliveryId: nullable(id, 'The delivery; null if there is none or it is no longer stored.'),
  why: nullable(Type.String(), 'Why it is not sent, or not yet; null if nothing prevents it.'),
});

export const NotificationWaysSchema = objectSchema(
  'NotificationWays',
  'The channels of a notification besides the inbox.',
  {
    ways: Type.Array(WaySchema, { description: 'E-mail and Slack, as configured.' }),
    body: nullable(
      Type.String(),
      'The text of its message, with the subject and without links; null if its content is no longer stored.',
    ),
  },
);
export type NotificationWaysView = Static<typeof NotificationWaysSchema>;

const byChannel = <More extends TProperties>(
  byDefault: ByChannel,
  { description, atOnce }: { readonly description: string; readonly atOnce: string },
  more: More,
) =>
  object(
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
        description: `The least time between two messages, in elapsed time. Notifications in between are combined, but none waits longer than half of the time that is left to act. ${atOnce}`,
      }),
    },
    { default: {}, description },
  );

export const NotificationSettingsBody = object({
  email: byChannel(
    DEFAULTS.email,
    {
      description: 'By e-mail.',
      atOnce:
        '`PT0S`: leads that come in within five minutes of a mail about others are combined in the next; all else is mailed at once.',
    },
    {},
  ),
  slack: byChannel(
    DEFAULTS.slack,
    {
      description: 'By Slack, as a message of the bot of the oldest Slack channel.',
      atOnce: '`PT0S`: each is sent at once.',
    },
    {
      memberId: {
        ...nullable(
          Type.String({ pattern: '^[UW][A-Z0-9]{2,30}$', description: 'A Slack member.' }),
          'Their Slack member id ("Copy member ID" in their profile), unique among reps. Null means no messages.',
        ),
        default: null,
      },
    },
  ),
  quietHours: oneOf(['none', 'offHours'], {
    default: DEFAULTS.quietHours,
    description: '`offHours`: notifications wait until their calendar opens.',
  }),
  summary: oneOf([...SUMMARY_PERIODS, 'none'], {
    default: DEFAULTS.summary,
    description:
      'For managers: when they get a summary of their team, by the channels whose `types` include `team.summary`. `day`: at the end of each of their working days. `week`: at the end of the last working day of each week (from Monday), about the whole week. `none`: never. Summaries do not wait for quiet hours to end.',
  }),
});
export type NotificationSettingsBody = Static<typeof NotificationSettingsBody>;

export const NotificationSettingsSchema = objectSchema('NotificationSettings', 'The notification settings of a rep.', {
  ...NotificationSettingsBody.properties,
  version: Type.Integer({ minimum: 1, description: 'Grows with every change, from 1.' }),
  updatedAt: nullable(instant, 'When it was last changed; null for the defaults.'),
});
export type NotificationSettingsView = Static<typeof NotificationSettingsSchema>;
