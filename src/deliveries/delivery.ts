import type { EventType } from '../events/event.js';
import type { NotificationType } from '../notifications/notification.js';
import type { Instant } from '../platform/values/duration.js';
import type { About } from '../vocabulary/subjects.js';

/** Ways to reach a single rep. `slack` also posts to shared channels. */
export const PERSONAL_CHANNELS = ['email', 'slack'] as const;
export type PersonalChannel = (typeof PERSONAL_CHANNELS)[number];
export const CHANNELS = ['webhook', ...PERSONAL_CHANNELS, 'teams'] as const;
export type Channel = (typeof CHANNELS)[number];

export const DELIVERY_STATES = ['waiting', 'delivered', 'failed', 'withdrawn'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface NewDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly type: EventType;
  readonly eventId: string;
  readonly eventAt: Instant;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly subjectSeq: number;
  readonly replayOf: string | null;
  readonly createdAt: Instant;
}

export interface NewMessage extends About {
  readonly id: string;
  readonly channel: PersonalChannel;
  readonly repId: string;
  readonly notificationId: string;
  readonly type: NotificationType;
  readonly createdAt: Instant;
  /** The earliest time to send it. */
  readonly dueAt: Instant;
  /** Those with the same are one message, to which nothing else is added; null to go with whatever waits. */
  readonly messageId: string | null;
}
