import { DateTime } from 'luxon';
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';

/** Returns whole seconds since 1970: ten digits (Meta, TikTok). LinkedIn takes milliseconds, all others text. */
export function epochSeconds(at: Instant): number {
  return Math.floor(at / MS_PER_SECOND);
}

/** Truncates to the second, the precision at which adjustments identify their originals. */
export function wholeSecond(at: Instant): Instant {
  return epochSeconds(at) * MS_PER_SECOND;
}

/** `2026-11-18T20:04:05Z` */
export function isoSecond(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** `2026-11-18 20:04:05`, in UTC: a local time is ambiguous for an hour each autumn. */
export function plainUtc(at: Instant): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** `2026-11-18 15:04:05-05:00`, in a zone; the offset makes it unambiguous. */
export function withOffset(at: Instant, timeZone: string): string {
  const { offset } = DateTime.fromMillis(at, { zone: timeZone });
  const minutes = Math.abs(Math.trunc(offset));
  const twoDigits = (part: number) => String(part).padStart(2, '0');
  const local = plainUtc(at + offset * MS_PER_MINUTE);
  return `${local}${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/** `11/18/2026 8:04:05 PM`, in UTC. */
export function americanUtc(at: Instant): string {
  return DateTime.fromMillis(at, { zone: 'utc', locale: 'en-US' }).toFormat('M/d/yyyy h:mm:ss a');
}
