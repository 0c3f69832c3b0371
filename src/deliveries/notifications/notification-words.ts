import type { Names } from '../../leads/lead.js';
import type { NewNotification, NotificationType } from '../../notifications/notification.js';
import { Registry } from '../../platform/registry.js';
import type { Item } from '../messages/message-text.js';

export interface NotificationWords {
  sentence(data: NewNotification['data'], subject: string, names: Names): string;
  /** The page of the console about it, below `/console/`, if it is about no lead, deal or handoff. */
  page?(data: NewNotification['data']): string;
  /** Details that messages show below the sentence. */
  facts?(data: NewNotification['data'], names: Names): Item['facts'];
}

/** The words of satellites, by type of notification. */
export const NOTIFICATION_WORDS = new Registry<Readonly<Partial<Record<NotificationType, NotificationWords>>>>();

export function wordsOf(type: NotificationType): NotificationWords | undefined {
  return NOTIFICATION_WORDS.all.find((words) => words[type] !== undefined)?.[type];
}
