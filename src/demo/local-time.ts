import { DateTime } from 'luxon';
import type { Instant } from '../platform/instant.js';

/** A zone, and what people who live in it call it. */
export interface Place {
  readonly name: string;
  readonly timeZone: string;
}

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** `Tue 12 May 14:05:09`, as the clocks there show it. */
export function localTime(at: Instant, place: Place): string {
  return local(at, place).toFormat('ccc d LLL HH:mm:ss');
}

/** A sentence with its instants as the clocks there show them: those of the same day as `at` by their time alone. */
export function inLocalTime(text: string, at: Instant, place: Place): string {
  const today = local(at, place);
  return text.replaceAll(INSTANT, (iso) => {
    const said = local(Date.parse(iso), place);
    return said.hasSame(today, 'day') ? said.toFormat('HH:mm:ss') : localTime(Date.parse(iso), place);
  });
}

function local(at: Instant, { timeZone }: Place): DateTime {
  return DateTime.fromMillis(at, { zone: timeZone, locale: 'en-GB' });
}
