import type { EventType } from '../events/event.js';
import type { NotificationType } from '../notifications/notification.js';
import type { Instant } from '../platform/instant.js';
import type { About } from '../vocabulary/subjects.js';

/** Ways to somebody who works here, to places where many of them look, and to programs. */
export const PERSONAL_CHANNELS = ['email', 'slack'] as const;
export type PersonalChannel = (typeof PERSONAL_CHANNELS)[number];
export const CHANNELS = ['webhook', ...PERSONAL_CHANNELS, 'teams'] as const;
export type Channel = (typeof CHANNELS)[number];

export const DELIVERY_STATES = ['waiting', 'delivered', 'failed', 'withdrawn'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One event on its way to one webhook. */
export interface NewDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly type: EventType;
  readonly eventId: string;
  readonly eventAt: Instant;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly subjectSeq: number;
  /** The delivery that is done once more. */
  readonly replayOf: string | null;
  readonly createdAt: Instant;
}

/** One notification on its way to a person. */
export interface NewMessage extends About {
  readonly id: string;
  readonly channel: PersonalChannel;
  readonly repId: string;
  readonly notificationId: string;
  readonly type: NotificationType;
  readonly createdAt: Instant;
  /** When it may go. */
  readonly dueAt: Instant;
}

/** What came of one attempt. */
export interface Attempt {
  readonly at: Instant;
  readonly tookMs: number;
  /** Null: no answer came. */
  readonly status: number | null;
  /** How it begins; null where none came. */
  readonly answer: string | null;
  /** Why it was no success, in plain English; null where it was one. */
  readonly problem: string | null;
  /** For how long the endpoint asks to be left alone. */
  readonly askedForMs: number;
  /** It was refused for good: it is of no use to try again. */
  readonly isFinal: boolean;
}

export function isSuccess({ problem }: Pick<Attempt, 'problem'>): boolean {
  return problem === null;
}
