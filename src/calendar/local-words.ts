import { DateTime } from 'luxon';
import type { Instant } from '../platform/instant.js';

/** `Mon 2 Mar 2026, 16:10 (Europe/Berlin)`: an instant as the clocks of a zone show it, to be read by people. */
export function inLocalWords(at: Instant, timeZone: string): string {
  const local = DateTime.fromMillis(at, { zone: timeZone, locale: 'en-GB' });
  return `${local.toFormat('ccc d LLL yyyy, HH:mm')} (${timeZone})`;
}
