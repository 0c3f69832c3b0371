import type { NotificationType } from '../notifications/notification.js';
import type { Instant } from '../platform/instant.js';
import { PERSONAL_CHANNELS, type PersonalChannel } from './delivery.js';
import { isTold, type NotificationSettings } from './notification-settings.js';
import { GIVEN_UP_AFTER_MS } from './trying-again.js';

/** What becomes of a notification by one way. */
export interface Way {
  readonly channel: PersonalChannel;
  readonly state: 'sent' | 'wouldBeSent' | 'notSent';
  /** The delivery that says how it went; null where none was made. */
  readonly deliveryId: string | null;
  /** Why it is not sent, in plain English; null where it is. */
  readonly why: string | null;
}

interface Asked {
  readonly type: NotificationType;
  readonly createdAt: Instant;
  /** Whether what goes out of it was made, if anything. */
  readonly passedOn: boolean;
  readonly isActive: boolean;
  readonly settings: NotificationSettings;
  /** By which ways anything can be sent. */
  readonly ways: ReadonlySet<PersonalChannel>;
  readonly deliveries: ReadonlyMap<PersonalChannel, string>;
}

const NO_WAY: Readonly<Record<PersonalChannel, string>> = {
  email: 'there is no mail server: set SMTP_URL and MAIL_FROM',
  slack: 'there is no channel of Slack whose bot could write to them',
};

/** What is too old to tell anybody of, whichever way there is by now (docs/adr/0058). */
export function isOldNews(createdAt: Instant, now: Instant): boolean {
  return now - createdAt > GIVEN_UP_AFTER_MS;
}

/** What becomes of a notification, by each way. */
export function waysOf(asked: Asked, now: Instant): Way[] {
  return PERSONAL_CHANNELS.map((channel) => {
    const deliveryId = asked.deliveries.get(channel) ?? null;
    if (deliveryId !== null) return { channel, state: 'sent', deliveryId, why: null };
    const why = whyNot(channel, asked, now);
    return { channel, state: why === null ? 'wouldBeSent' : 'notSent', deliveryId, why };
  });
}

function whyNot(channel: PersonalChannel, asked: Asked, now: Instant): string | null {
  const { isActive, settings, type, ways, createdAt, passedOn } = asked;
  if (!isActive) return 'they are not active';
  if (channel === 'slack' && settings.slack.memberId === null) return 'nobody has said which member of Slack they are';
  if (!isTold(settings, channel, type)) return 'they do not want to be told of this by it';
  if (!ways.has(channel)) return NO_WAY[channel];
  if (isOldNews(createdAt, now)) return 'it is more than three days old';
  return passedOn ? 'when they were told, there was no such way or they did not want it' : null;
}
