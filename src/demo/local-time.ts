import { DateTime } from 'luxon';
import type { Instant } from '../platform/instant.js';

/** A zone, and what people who live in it call it. */
export interface Place {
  readonly name: string;
  readonly timeZone: string;
}

/** `Tue 12 May 14:05:09`, as the clocks there show it. */
export function localTime(at: Instant, place: Place): string {
  return DateTime.fromMillis(at, { zone: place.timeZone, locale: 'en-GB' }).toFormat('ccc d LLL HH:mm:ss');
}
