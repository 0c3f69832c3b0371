import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/instant.js';

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

export function isFresh({ timestamp }: Pick<Signed, 'timestamp'>, now: Instant): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(now - Number(timestamp) * MS_PER_SECOND) <= FRESH_MS;
}

export function isSignedBy(secret: string, { timestamp, signature, body }: Signed): boolean {
  const expected = Buffer.from(`v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
