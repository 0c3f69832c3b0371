import type { EventType } from '../events/event.js';
import type { Instant } from '../platform/instant.js';

/** By which ways something is told to the outside. */
export const CHANNELS = ['webhook'] as const;
export type Channel = (typeof CHANNELS)[number];

export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One event on its way to one webhook. */
export interface NewDelivery {
  readonly id: string;
  readonly channel: Channel;
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

export interface Delivery extends NewDelivery {
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly dueAt: Instant | null;
  readonly endedAt: Instant | null;
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
}

export function isSuccess({ problem }: Pick<Attempt, 'problem'>): boolean {
  return problem === null;
}
