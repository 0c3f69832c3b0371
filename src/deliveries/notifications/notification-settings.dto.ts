import { type Static, type TProperties, Type } from '@sinclair/typebox';
import { NOTIFICATION_TYPES } from '../../notifications/notification.js';
import { nullable, oneOf } from '../../platform/answer.js';
import { type ByChannel, DEFAULTS, SUMMARY_PERIODS } from './notification-settings.js';

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
