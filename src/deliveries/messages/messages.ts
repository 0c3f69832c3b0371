import type { NotificationRow } from '../../notifications/notification.store.js';
import type { Instant } from '../../platform/instant.js';
import { type NewMessage, PERSONAL_CHANNELS, type PersonalChannel } from '../delivery.js';
import { DEFAULTS, isTold, type NotificationSettings } from '../notifications/notification-settings.js';
import { whenToTell } from './when-to-tell.js';

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
    return PERSONAL_CHANNELS.filter((channel) => ways.has(channel) && isTold(settings, channel, type)).map(
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
          dueAt: whenToTell(listener, now),
        };
      },
    );
  });
}
