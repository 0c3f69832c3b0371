import type { Names } from '../../leads/lead.js';
import type { NewNotification, NotificationType } from '../../notifications/notification.js';
import { Registry } from '../../platform/registry.js';
import type { Item } from '../messages/message-text.js';

/** What notifications of a type say. */
export interface NotificationWords {
  /** @param subject what people call what it is about */
  sentence(data: NewNotification['data'], subject: string, names: Names): string;
  /** What messages say besides, beneath the sentence. */
  facts?(data: NewNotification['data'], names: Names): Item['facts'];
}

/** The words of satellites, by the types of their notifications. */
export const NOTIFICATION_WORDS = new Registry<Readonly<Partial<Record<NotificationType, NotificationWords>>>>();

export function wordsOf(type: NotificationType): NotificationWords | undefined {
  return NOTIFICATION_WORDS.all.find((words) => words[type] !== undefined)?.[type];
}
