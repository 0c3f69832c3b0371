import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/instant.js';

/** What is older may have been overheard, and is sent again by somebody else. */
const FRESH_MS = 5 * MS_PER_MINUTE;

/** What Slack sends along to say that it is Slack (docs.slack.dev/authentication/verifying-requests-from-slack). */
export interface Signed {
  /** In seconds since 1970. */
  readonly timestamp: string;
  readonly signature: string;
  /** As it came. */
  readonly body: string;
}

export const TIMESTAMP = 'x-slack-request-timestamp';
export const SIGNATURE = 'x-slack-signature';

/** Whether it was signed just now, and its signature is one: known before anything of the body is read. */
export function maySign({ timestamp, signature }: Omit<Signed, 'body'>, now: Instant): boolean {
  const isFresh = /^\d{1,12}$/.test(timestamp) && Math.abs(now - Number(timestamp) * MS_PER_SECOND) <= FRESH_MS;
  return isFresh && /^v0=[0-9a-f]{64}$/.test(signature);
}

export function isSignedBy(secret: string, { timestamp, signature, body }: Signed): boolean {
  const expected = Buffer.from(`v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
