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
          'Of what they are told so: everything by default, and nothing where the list is empty. A type that there was not yet when it was saved is added to a list that is not.',
      }),
      digest: Type.String({
        format: 'durationOrZero',
        default: byDefault.digest,
        description:
          'They are written to once in so long at most, in elapsed time, and what came meanwhile is told together; but never later than after half of the time that is left to act.',
      }),
    },
    { ...closed, default: {}, description },
  );

export const NotificationSettingsBody = Type.Object(
  {
    email: byChannel(DEFAULTS.email, 'By e-mail.', {}),
    slack: byChannel(DEFAULTS.slack, 'By Slack, as a message of the bot of the oldest channel of Slack.', {
      memberId: {
        ...nullable(
          Type.String({ pattern: '^[UW][A-Z0-9]{2,30}$', description: 'A member of Slack.' }),
          'Who they are there: "Copy member ID" in their profile. No two reps are the same member; null: they are not written to.',
        ),
        default: null,
      },
    }),
    quietHours: oneOf(['none', 'offHours'], {
      default: DEFAULTS.quietHours,
      description: '`offHours`: what comes while they are off waits until their calendar opens.',
    }),
    summary: oneOf([...SUMMARY_PERIODS, 'none'], {
      default: DEFAULTS.summary,
      description:
        'Of who leads others: when they are told how their team fares, by the ways that name `team.summary` in `types`. `day`: at the end of each of their working days; `week`: at the end of the last one of each week (from Monday), of the whole week; `none`: never. It does not wait for quiet hours to end.',
    }),
  },
  closed,
);
export type NotificationSettingsBody = Static<typeof NotificationSettingsBody>;
