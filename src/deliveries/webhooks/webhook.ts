import { isAsked, type LedgerRow } from '../../events/event.js';
import type { Instant } from '../../platform/instant.js';
import type { NewDelivery } from '../delivery.js';

/** Who is told of events, as far as it decides of which. */
export interface Subscriber {
  readonly id: string;
  readonly types: readonly string[];
  /** Of what happened before, it is not told. */
  readonly createdAt: Instant;
}

/** What is made of events: one delivery for each that asks for it, in the order of the events. */
export function deliveriesOf(
  events: readonly LedgerRow[],
  subscribers: readonly Subscriber[],
  now: Instant,
  newId: () => string,
): NewDelivery[] {
  return events.flatMap((event) =>
    subscribers
      .filter(({ types, createdAt }) => event.occurredAt >= createdAt && isAsked(event.type, types))
      .map(({ id: webhookId }) => ({
        id: newId(),
        webhookId,
        type: event.type,
        eventId: event.id,
        eventAt: event.occurredAt,
        subjectType: event.subjectType,
        subjectId: event.subjectId,
        subjectSeq: event.subjectSeq,
        replayOf: null,
        createdAt: now,
      })),
  );
}

/** The same event once more to the same endpoint, behind all that waits. */
export function replayOf(delivery: NewDelivery, id: string, now: Instant): NewDelivery {
  return { ...delivery, id, replayOf: delivery.replayOf ?? delivery.id, createdAt: now };
}
