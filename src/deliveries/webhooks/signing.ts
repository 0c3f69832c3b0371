import { Webhook } from 'standardwebhooks';
import type { Instant } from '../../platform/instant.js';

/** As receivers configure it: what is behind the prefix is the key, in base64 (Standard Webhooks, "Signature scheme"). */
export const SECRET_PREFIX = 'whsec_';

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
