import type { NotificationType } from '../../notifications/notification.js';
import type { Instant } from '../../platform/values/duration.js';
import { GIVEN_UP_AFTER_MS } from '../attempt.js';
import { type DeliveryState, PERSONAL_CHANNELS, type PersonalChannel } from '../delivery.js';
import { isSent, type NotificationSettings } from '../notifications/notification-settings.js';

interface WayOfNotification {
  readonly channel: PersonalChannel;
  readonly state: WayState;
  /** Null if no delivery was made. */
  readonly deliveryId: string | null;
  /** Why it is not sent, or not yet, in plain English; null if nothing prevents it. */
  readonly why: string | null;
}

export const WAY_STATES = ['wouldBeSent', 'waiting', 'sent', 'notSent'] as const;
type WayState = (typeof WAY_STATES)[number];

export interface MadeDelivery {
  readonly id: string;
  readonly state: DeliveryState;
  readonly problem: string | null;
}

const STATE_OF: Readonly<Record<DeliveryState, WayState>> = {
  waiting: 'waiting',
  delivered: 'sent',
  failed: 'notSent',
  withdrawn: 'notSent',
};

interface WaysRequest {
  readonly type: NotificationType;
  readonly createdAt: Instant;
  /** Whether its messages, if any, were made. */
  readonly passedOn: boolean;
  readonly isActive: boolean;
  readonly settings: NotificationSettings;
  readonly ways: ReadonlySet<PersonalChannel>;
  readonly deliveries: ReadonlyMap<PersonalChannel, MadeDelivery>;
}

const NO_WAY: Readonly<Record<PersonalChannel, string>> = {
  email: 'there is no mail server: set SMTP_URL and MAIL_FROM',
  slack: 'there is no channel of Slack whose bot could write to them',
};

/** Reports whether a notification is too old to be sent by any channel (docs/adr/0058). */
export function isStale(createdAt: Instant, now: Instant): boolean {
  return now - createdAt > GIVEN_UP_AFTER_MS;
}

export function waysOf(request: WaysRequest, now: Instant): WayOfNotification[] {
  return PERSONAL_CHANNELS.map((channel) => {
    const made = request.deliveries.get(channel);
    if (made !== undefined) {
      const state = STATE_OF[made.state];
      return { channel, state, deliveryId: made.id, why: state === 'sent' ? null : made.problem };
    }
    const why = whyNot(channel, request, now);
    return { channel, state: why === null ? 'wouldBeSent' : 'notSent', deliveryId: null, why };
  });
}

function whyNot(channel: PersonalChannel, request: WaysRequest, now: Instant): string | null {
  const { isActive, settings, type, ways, createdAt, passedOn } = request;
  if (!isActive) return 'they are not active';
  if (channel === 'slack' && settings.slack.memberId === null)
    return 'their notification settings name no member of Slack (slack.memberId)';
  if (!isSent(settings, channel, type)) return 'their notification settings switch this type off for it';
  if (!ways.has(channel)) return NO_WAY[channel];
  if (isStale(createdAt, now)) return 'it is more than three days old';
  return passedOn
    ? 'when it happened, this way was not set up or was switched off for it, and nothing is sent later'
    : null;
}
