import type { NotificationRow } from '../../notifications/notification.store.js';
import { elapsedMs, type Instant, parseDuration } from '../../platform/duration.js';
import { type NewMessage, PERSONAL_CHANNELS, type PersonalChannel } from '../delivery.js';
import { type ByChannel, DEFAULTS, isSent, type NotificationSettings } from '../notifications/notification-settings.js';

/** What is known of whoever is told. */
interface Listener {
  readonly settings: Pick<NotificationSettings, 'quietHours'>;
  readonly way: ByChannel;
  /** When they were last written to so; null: not yet. */
  readonly lastAt: Instant | null;
  /** By when they have to act; null: that is not known, or nothing is due. */
  readonly actBy: Instant | null;
  /** The first instant from one on at which they are at work; null: never. */
  readonly atWorkFrom: (at: Instant) => Instant | null;
}

/**
 * When somebody is told of what happens now: at once, or when as much time has passed since the last message as they want,
 * but never later than after half of the time that is left to act. Who wants quiet is told when they are at work.
 */
export function whenToSend({ settings, way, lastAt, actBy, atWorkFrom }: Listener, now: Instant): Instant {
  const paced = lastAt === null ? now : Math.max(now, lastAt + durationMs(way.digest));
  const halfLeft = actBy === null ? Number.POSITIVE_INFINITY : now + Math.max(0, Math.floor((actBy - now) / 2));
  const at = Math.min(paced, halfLeft);
  return settings.quietHours === 'none' ? at : (atWorkFrom(at) ?? at);
}

function durationMs(text: string): number {
  const duration = parseDuration(text, { allowZero: true });
  // Checked when it was saved.
  return 'code' in duration ? 0 : elapsedMs(duration);
}

/** What is known of whoever is told, when it is decided how. */
export interface Recipient {
  readonly settings: NotificationSettings;
  readonly lastAt: (channel: PersonalChannel) => Instant | null;
  readonly atWorkFrom: (at: Instant) => Instant | null;
}

interface Deciding {
  readonly now: Instant;
  readonly newId: () => string;
  readonly told: (repId: string) => Recipient;
  /** By when somebody has to act on what a notification is about; null: nothing is known to be due. */
  readonly actBy: (notification: NotificationRow) => Instant | null;
  /** By which ways anything can be sent. */
  readonly ways: ReadonlySet<PersonalChannel>;
}

/** What goes out of some notifications: one message each for every way by which their reps want to be told of them. */
export function messagesOf(notifications: readonly NotificationRow[], deciding: Deciding): NewMessage[] {
  const { now, newId, told, actBy, ways } = deciding;
  return notifications.flatMap((notification) => {
    const { id: notificationId, repId, type, subjectType, subjectId } = notification;
    const { settings, lastAt, atWorkFrom } = told(repId);
    return PERSONAL_CHANNELS.filter((channel) => ways.has(channel) && isSent(settings, channel, type)).map(
      (channel) => {
        const listener = {
          // It is sent as they leave, because they asked for it then.
          settings: type === 'team.summary' ? DEFAULTS : settings,
          way: settings[channel],
          lastAt: lastAt(channel),
          actBy: actBy(notification),
          atWorkFrom,
        };
        return {
          ...{ id: newId(), channel, repId, notificationId, type, subjectType, subjectId, createdAt: now },
          dueAt: whenToSend(listener, now),
        };
      },
    );
  });
}
