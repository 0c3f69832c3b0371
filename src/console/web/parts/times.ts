/*
 * Instants for people, in the time zone of whoever reads them, which stands beside them where it is not their own.
 */

/** `Tue 3 Mar, 14:05`; of other years with the year. */
export function shortDateTime(instant: string, timeZone: string): string {
  const at = new Date(instant);
  const isOtherYear = yearOf(at, timeZone) !== yearOf(new Date(), timeZone);
  return format(at, {
    timeZone,
    ...{ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    ...(isOtherYear && { year: 'numeric' }),
  });
}

/** `14:05` */
export function timeOfDay(instant: string | number, timeZone: string): string {
  return format(new Date(instant), { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** The day there, `2026-03-02`. @param at milliseconds since 1970 */
export function dayIn(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(at));
}

const yearOf = (at: Date, timeZone: string) => format(at, { timeZone, year: 'numeric' });

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes longer than using it a thousand times. */
function format(at: Date, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options);
  let made = formats.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat('en-GB', options);
    formats.set(key, made);
  }
  return made.format(at);
}
