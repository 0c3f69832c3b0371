import { serverTime } from '../live/server-time.js';

/* Formats instants in the viewer's time zone, which is shown if it differs from the computer's. */

/** `Tue 3 Mar, 14:05`, or `Wed 31 Dec 2025, 23:30` if the year is another; other text is unchanged. @param now milliseconds since 1970 */
export function shortDateTime(instant: string, timeZone: string, now = serverTime.now()): string {
  const at = new Date(instant);
  // The text may come from the address.
  if (Number.isNaN(at.getTime())) return instant;
  const isOtherYear = yearOf(at, timeZone) !== yearOf(new Date(now), timeZone);
  const words = format(at, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(isOtherYear && { year: 'numeric' }),
  });
  // British English separates the weekday only from a day with a year. The API writes both alike.
  return words.replace(/^(\w+), (?=\d)/, '$1 ');
}

let zoneOfReader = new Intl.DateTimeFormat().resolvedOptions().timeZone;
export function readIn(timeZone: string): void {
  zoneOfReader = timeZone;
}

/** Puts days and instants in a phrase of the API into words, `until Tue 3 Mar, 14:05`. Examples stay unchanged. */
export function inLocalTime(phrase: string, timeZone = zoneOfReader): string {
  return phrase.replaceAll(/(?<!such as )\b\d{4}-\d\d-\d\d(T[\d:.]+Z)?(?![\w-])/g, (at, time) =>
    time === undefined ? shortDay(at) : shortDateTime(at, timeZone),
  );
}

/** `14:05` */
export function timeOfDay(instant: string | number, timeZone: string): string {
  return format(new Date(instant), { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** Returns the day in a zone, `2026-03-02`. @param at milliseconds since 1970 */
export function dayIn(at: number, timeZone: string): string {
  return localOf(at, timeZone).slice(0, 10);
}

/** `2026-03-02` → `2 Mar 2026` */
export function shortDay(day: string): string {
  const options = { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' } as const;
  return format(new Date(`${day}T00:00:00Z`), options);
}

/** `Mon 2 Mar 2026`, as sentences of the API write it. */
export function dayInWords(instant: string, timeZone: string): string {
  const at = new Date(instant);
  const options = [{ weekday: 'short' }, { day: 'numeric' }, { month: 'short' }, { year: 'numeric' }] as const;
  return options.map((option) => format(at, { timeZone, ...option })).join(' ');
}

/** `2026-03` → `March 2026` */
export function monthAndYear(month: string): string {
  return format(new Date(`${month}-01T00:00:00Z`), { timeZone: 'UTC', month: 'long', year: 'numeric' });
}

/** Below this, a span has seconds: promises of a minute or two differ by them. */
const BY_SECONDS = 10 * 60;

/** A span in its two largest units: `42 s`, `1 min 30 s`, `4 min`, `3 h 12 min`, `2 d 4 h`; a dash for null. */
export function span(seconds: number | null): string {
  if (seconds === null) return '–';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < BY_SECONDS && whole % 60 > 0) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** In whole minutes, so that a query key stays the same for a minute. @param minutes negative for the past */
export function minutesFromNow(minutes: number): string {
  return new Date((Math.floor(serverTime.now() / 60_000) + minutes) * 60_000).toISOString();
}

/** The last minute of a day in a zone, which some zones repeat when their clocks go back. */
export function endOfDay(day: string, timeZone: string): string {
  return instantOf(`${day}T23:59`, timeZone, 'last');
}

/** `09:00` today, `Mon 09:00` within six days, else as `shortDateTime`. @param now milliseconds since 1970 */
export function soonTime(instant: string, timeZone: string, now: number): string {
  const [day, today] = [localOf(Date.parse(instant), timeZone), localOf(now, timeZone)].map((time) =>
    time.slice(0, 10),
  );
  if (day === today) return timeOfDay(instant, timeZone);
  if (Date.parse(day!) - Date.parse(today!) > 6 * 86_400_000) return shortDateTime(instant, timeZone, now);
  return `${format(new Date(instant), { timeZone, weekday: 'short' })} ${timeOfDay(instant, timeZone)}`;
}

/** The value of a form field, `2026-03-02T14:05`; empty for NaN. @param at milliseconds since 1970 */
export function localOf(at: number, timeZone: string): string {
  if (Number.isNaN(at)) return '';
  return new Date(at + offsetOf(at, timeZone)).toISOString().slice(0, 16);
}

/**
 * Returns the instant of a local time from a form field. A time that clocks skip counts as an hour later. Text with an
 * incomplete year is returned as it is, for the server to refuse.
 * @param which of the two instants, if the clocks show this time twice
 */
export function instantOf(local: string, timeZone: string, which: 'first' | 'last' = 'first'): string {
  const asUtc = Date.parse(`${local}Z`);
  if (!/^[12]\d{3}-/.test(local) || Number.isNaN(asUtc)) return `${local}:00Z`;
  // Clocks change at most once in two days, so the offset is that of a day before or a day after.
  const before = offsetOf(asUtc - DAY_MS, timeZone);
  const isOffset = (each: number) => offsetOf(asUtc - each, timeZone) === each;
  const offsets = [before, offsetOf(asUtc + DAY_MS, timeZone)].filter(isOffset);
  const offset = offsets.at(which === 'first' ? 0 : -1);
  return new Date(asUtc - (offset ?? before)).toISOString();
}

/** Spans after which people look at something again. */
export const LATER = { week: 'In a week', month: 'In a month', quarter: 'In a quarter' } as const;

/**
 * Returns a value of a form field: 09:00 after a span, on the Monday if that is a weekend. The last day of a shorter
 * month stands for the days that it lacks.
 * @param local the value for now
 */
export function later(local: string, span: keyof typeof LATER): string {
  const [year, month, day] = local.slice(0, 10).split('-').map(Number) as [number, number, number];
  const months = { week: 0, month: 1, quarter: 3 }[span];
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const at = new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay) + (span === 'week' ? 7 : 0)));
  at.setUTCDate(at.getUTCDate() + ({ 6: 2, 0: 1 }[at.getUTCDay()] ?? 0));
  return `${at.toISOString().slice(0, 10)}T09:00`;
}

/** ` (Europe/Berlin)` if that is not the computer's zone. */
export function zoneBeside(timeZone: string): string {
  return timeZone === new Intl.DateTimeFormat().resolvedOptions().timeZone ? '' : ` (${timeZone.replaceAll('_', ' ')})`;
}

const DAY_MS = 86_400_000;

/** Returns a zone's offset from UTC, in milliseconds. */
function offsetOf(at: number, timeZone: string): number {
  const whole = Math.floor(at / 1_000) * 1_000;
  const shown = format(new Date(whole), { timeZone, dateStyle: 'short', timeStyle: 'medium' }, 'sv-SE');
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - whole;
}

const yearOf = (at: Date, timeZone: string) => format(at, { timeZone, year: 'numeric' });

const formats = new Map<string, Intl.DateTimeFormat>();

/** Caches formats: making one takes longer than using it a thousand times. */
function format(at: Date, options: Intl.DateTimeFormatOptions, language = 'en-GB'): string {
  const key = JSON.stringify([language, options]);
  let made = formats.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(language, options);
    formats.set(key, made);
  }
  return made.format(at);
}
