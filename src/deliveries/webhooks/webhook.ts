import { Webhook } from 'standardwebhooks';
import { type LedgerRow, matchesTypes } from '../../events/event.js';
import { eventView } from '../../events/event.view.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import type { NewDelivery } from '../delivery.js';

export interface Subscriber {
  readonly id: string;
  readonly types: readonly string[];
  /** Earlier events are not sent to it. */
  readonly createdAt: Instant;
}

/** Returns a delivery for each event and subscriber that wants it, in the order of the events. */
export function deliveriesOf(
  events: readonly LedgerRow[],
  subscribers: readonly Subscriber[],
  now: Instant,
  newId: () => string,
): NewDelivery[] {
  return events.flatMap((event) =>
    subscribers
      .filter(({ types, createdAt }) => event.occurredAt >= createdAt && matchesTypes(event.type, types))
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

/** Repeats a delivery, behind everything that waits. */
export function replayOf(delivery: NewDelivery, id: string, now: Instant): NewDelivery {
  return { ...delivery, id, replayOf: delivery.replayOf ?? delivery.id, createdAt: now };
}

/** The key in base64 follows this prefix, as receivers configure it (Standard Webhooks, "Signature scheme"). */
const SECRET_PREFIX = 'whsec_';

/** Standard Webhooks allows 24 to 64. */
export const SECRET_BYTES = 32;

export function secretOf(drawn: Uint8Array): string {
  return `${SECRET_PREFIX}${Buffer.from(drawn).toString('base64')}`;
}

/**
 * @param id stays the same on every repeat, so that receivers can drop it
 * @param secrets each adds a signature, since receivers may know either during a rotation
 */
export function signedHeaders(
  id: string,
  at: Instant,
  body: string,
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const signedAt = new Date(at);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, signedAt, body)).join(' '),
  };
}

/** Returns the body as Standard Webhooks recommends, with the event as in the feed. */
export function payloadOf(event: LedgerRow): string {
  return JSON.stringify({ type: event.type, timestamp: toIso(event.occurredAt), data: eventView(event) });
}
