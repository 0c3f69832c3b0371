import { Webhook } from 'standardwebhooks';
import { isAsked, type LedgerRow } from '../../events/event.js';
import { eventView } from '../../events/event.view.js';
import { type Instant, toIso } from '../../platform/duration.js';
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

/** As receivers configure it: what is behind the prefix is the key, in base64 (Standard Webhooks, "Signature scheme"). */
const SECRET_PREFIX = 'whsec_';

/** In the middle of what Standard Webhooks allows: 24 to 64. */
export const SECRET_BYTES = 32;

/** @param drawn `SECRET_BYTES` at random */
export function secretOf(drawn: Uint8Array): string {
  return `${SECRET_PREFIX}${Buffer.from(drawn).toString('base64')}`;
}

/**
 * The headers by which a receiver knows who sent a body, and when.
 * @param id stays the same for whatever is sent again, so that repeats can be dropped
 * @param secrets each signs for itself: while one takes the place of another, receivers may know either
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

/** What an endpoint is sent: as Standard Webhooks recommends it, with the event as the feed shows it. */
export function payloadOf(event: LedgerRow): string {
  return JSON.stringify({ type: event.type, timestamp: toIso(event.occurredAt), data: eventView(event) });
}
