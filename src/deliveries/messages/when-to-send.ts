import type { NotificationRow } from '../../notifications/notification.store.js';
import { elapsedMs, type Instant, parseDuration } from '../../platform/values/duration.js';
import { type NewMessage, PERSONAL_CHANNELS, type PersonalChannel } from '../delivery.js';
import { type ByChannel, DEFAULTS, isSent, type NotificationSettings } from '../notifications/notification-settings.js';

interface Listener {
  readonly settings: Pick<NotificationSettings, 'quietHours'>;
  readonly way: ByChannel;
  /** When they last got a message by it; null for never. */
  readonly lastAt: Instant | null;
  /** The deadline to act; null if unknown or none. */
  readonly actBy: Instant | null;
  /** The first instant at or after `at` when they are at work; null for never. */
  readonly atWorkFrom: (at: Instant) => Instant | null;
}

/**
 * Returns when to send a message: at once, or when the digest's interval since the last one has passed, but no later
 * than half of the time that is left to act. With quiet hours, it waits further until the rep is at work.
 */
export function whenToSend({ settings, way, lastAt, actBy, atWorkFrom }: Listener, now: Instant): Instant {
  const paced = lastAt === null ? now : Math.max(now, lastAt + durationMs(way.digest));
  const halfLeft = actBy === null ? Number.POSITIVE_INFINITY : now + Math.max(0, Math.floor((actBy - now) / 2));
  const at = Math.min(paced, halfLeft);
  return settings.quietHours === 'none' ? at : (atWorkFrom(at) ?? at);
}

function durationMs(text: string): number {
  const duration = parseDuration(text, { allowZero: true });
  // It was validated when saved, so the fallback is never used.
  return 'code' in duration ? 0 : elapsedMs(duration);
}

export interface Recipient {
  readonly settings: NotificationSettings;
  readonly lastAt: (channel: PersonalChannel) => Instant | null;
  readonly atWorkFrom: (at: Instant) => Instant | null;
}

interface SendingContext {
  readonly now: Instant;
  readonly newId: () => string;
  readonly recipientOf: (repId: string) => Recipient;
  /** The rep's deadline for the subject of a notification; null if none is known. */
  readonly actBy: (notification: NotificationRow) => Instant | null;
  readonly ways: ReadonlySet<PersonalChannel>;
}

/** Returns a message for each notification and channel by which its rep wants it. */
export function messagesOf(notifications: readonly NotificationRow[], deciding: SendingContext): NewMessage[] {
  const { now, newId, recipientOf, actBy, ways } = deciding;
  return notifications.flatMap((notification) => {
    const { id: notificationId, repId, type, subjectType, subjectId } = notification;
    const { settings, lastAt, atWorkFrom } = recipientOf(repId);
    return PERSONAL_CHANNELS.filter((channel) => ways.has(channel) && isSent(settings, channel, type)).map(
      (channel) => {
        const listener = {
          // A summary is sent at the end of the working day, as chosen, so quiet hours do not apply to it.
          settings: type === 'team.summary' ? DEFAULTS : settings,
          way: settings[channel],
          lastAt: lastAt(channel),
          actBy: actBy(notification),
          atWorkFrom,
        };
        return {
          id: newId(),
          channel,
          repId,
          notificationId,
          type,
          subjectType,
          subjectId,
          createdAt: now,
          dueAt: whenToSend(listener, now),
        };
      },
    );
  });
}
