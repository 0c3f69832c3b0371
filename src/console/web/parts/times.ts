import { serverTime } from '../live/server-time.js';

/*
 * Instants for people, in the time zone of whoever reads them, which stands beside them where it is not their own.
 */

/** `Tue 3 Mar, 14:05`; of other years with the year; what is no instant as it is. @param now milliseconds since 1970 */
export function shortDateTime(instant: string, timeZone: string, now = serverTime.now()): string {
  const at = new Date(instant);
  // An address may ask for anything.
  if (Number.isNaN(at.getTime())) return instant;
  const isOtherYear = yearOf(at, timeZone) !== yearOf(new Date(now), timeZone);
  return format(at, {
    timeZone,
    ...{ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    ...(isOtherYear && { year: 'numeric' }),
  });
}

let zoneOfReader = new Intl.DateTimeFormat().resolvedOptions().timeZone;
export function readIn(timeZone: string): void {
  zoneOfReader = timeZone;
}

/** A phrase of the API, its days in words, its instants in local time: `until Tue 3 Mar, 14:05`. Examples stay as they are. */
export function inLocalTime(phrase: string, timeZone = zoneOfReader): string {
  return phrase.replaceAll(/(?<!such as )\b\d{4}-\d\d-\d\d(T[\d:.]+Z)?(?![\w-])/g, (at, time) =>
    time === undefined ? shortDay(at) : shortDateTime(at, timeZone),
  );
}

/** `14:05` */
export function timeOfDay(instant: string | number, timeZone: string): string {
  return format(new Date(instant), { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** The day there, `2026-03-02`. @param at milliseconds since 1970 */
export function dayIn(at: number, timeZone: string): string {
  return localOf(at, timeZone).slice(0, 10);
}

/** A day such as `2026-03-02`: `2 Mar 2026`. */
export function shortDay(day: string): string {
  const options = { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' } as const;
  return format(new Date(`${day}T00:00:00Z`), options);
}

/** A month such as `2026-03`: `March 2026`. */
export function monthAndYear(month: string): string {
  return format(new Date(`${month}-01T00:00:00Z`), { timeZone: 'UTC', month: 'long', year: 'numeric' });
}

/** A span in its two largest units: `42 s`, `4 min`, `3 h 12 min`, `2 d 4 h`; a dash where there is none. */
export function span(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const hours = Math.round(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** In whole minutes, so that the same is asked again while one lasts. @param minutes below 0 for what is over */
export function minutesFromNow(minutes: number, now = serverTime.now()): string {
  return new Date((Math.floor(now / 60_000) + minutes) * 60_000).toISOString();
}

/** The last minute of a day there. */
export function endOfDay(day: string, timeZone: string): string {
  return instantOf(`${day}T23:59`, timeZone);
}

/** `09:00` of today, `Mon 09:00` of another day of the next six, else as `shortDateTime`. @param now milliseconds since 1970 */
export function soonTime(instant: string, timeZone: string, now: number): string {
  const [day, today] = [localOf(Date.parse(instant), timeZone), localOf(now, timeZone)].map((time) =>
    time.slice(0, 10),
  );
  if (day === today) return timeOfDay(instant, timeZone);
  if (Date.parse(day!) - Date.parse(today!) > 6 * 86_400_000) return shortDateTime(instant, timeZone, now);
  return `${format(new Date(instant), { timeZone, weekday: 'short' })} ${timeOfDay(instant, timeZone)}`;
}

/** As fields of forms have it: `2026-03-02T14:05`; nothing for what is no instant. @param at milliseconds since 1970 */
export function localOf(at: number, timeZone: string): string {
  if (Number.isNaN(at)) return '';
  return new Date(at + offsetOf(at, timeZone)).toISOString().slice(0, 16);
}

/**
 * The instant of a local time as a field has it. One that the clocks leave out is that of an hour later; of a year that is
 * still being typed it is what was typed, for the server to refuse.
 */
export function instantOf(local: string, timeZone: string): string {
  const asUtc = Date.parse(`${local}Z`);
  if (!/^[12]\d{3}-/.test(local) || Number.isNaN(asUtc)) return `${local}:00Z`;
  // The clocks change once in two days at most: what they show is by their offset before or after that.
  const before = offsetOf(asUtc - DAY_MS, timeZone);
  const offset = [before, offsetOf(asUtc + DAY_MS, timeZone)].find((each) => offsetOf(asUtc - each, timeZone) === each);
  return new Date(asUtc - (offset ?? before)).toISOString();
}

/** ` (Europe/Berlin)` where that is not the zone of this computer. */
export function zoneBeside(timeZone: string): string {
  return timeZone === new Intl.DateTimeFormat().resolvedOptions().timeZone ? '' : ` (${timeZone.replaceAll('_', ' ')})`;
}

const DAY_MS = 86_400_000;

/** What clocks in a zone are ahead of UTC, in milliseconds. */
function offsetOf(at: number, timeZone: string): number {
  const whole = Math.floor(at / 1_000) * 1_000;
  const shown = format(new Date(whole), { timeZone, dateStyle: 'short', timeStyle: 'medium' }, 'sv-SE');
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - whole;
}

const yearOf = (at: Date, timeZone: string) => format(at, { timeZone, year: 'numeric' });

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes longer than using it a thousand times. */
function format(at: Date, options: Intl.DateTimeFormatOptions, language = 'en-GB'): string {
  const key = JSON.stringify([language, options]);
  let made = formats.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(language, options);
    formats.set(key, made);
  }
  return made.format(at);
}
