import { type Instant, MS_PER_SECOND } from './instant.js';

/** For how long `Retry-After` asks to be left alone: it holds seconds, or an instant (RFC 9110, section 10.2.3). */
export function retryAfterMs(header: string | undefined, now: Instant): number {
  if (header === undefined) return 0;
  if (/^\d{1,9}$/.test(header)) return Number(header) * MS_PER_SECOND;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}
