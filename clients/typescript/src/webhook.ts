import { Webhook } from 'standardwebhooks';
import type { components } from './api.js';

/** What a webhook is sent. */
export interface WebhookPayload {
  readonly type: components['schemas']['Event']['type'];
  /** When it happened. */
  readonly timestamp: string;
  readonly data: components['schemas']['Event'];
}

/**
 * What was posted to a webhook, if it was Touchline that posted it.
 * @param body as it came, before anything has read it as JSON
 * @param headers of the request, in any case
 * @param secrets of the webhook; several while one takes the place of another
 * @throws WebhookVerificationError where no secret fits, or it was signed more than five minutes ago
 */
export function verifyWebhook(
  body: string | Buffer,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  ...secrets: readonly [string, ...string[]]
): WebhookPayload {
  const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
  for (const secret of secrets.slice(0, -1)) {
    try {
      return new Webhook(secret).verify(body, plain) as WebhookPayload;
    } catch {
      // The next may fit.
    }
  }
  return new Webhook(secrets.at(-1)!).verify(body, plain) as WebhookPayload;
}
