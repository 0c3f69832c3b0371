import { DateTime } from 'luxon';
import { type Instant, toIso } from '../platform/duration.js';

/** How dates are written in a file. */
interface DateForm {
  /** In Luxon's tokens: `dd.MM.yyyy HH:mm`. */
  readonly form: string;
  /** Where they are meant, unless the form says it. */
  readonly timeZone: string;
}

const SAMPLE = DateTime.fromObject({ year: 2021, month: 2, day: 3, hour: 16 }, { zone: 'utc', locale: 'en' });

/** Whether a date written in this form can be read again. */
export function isDateForm(form: string): boolean {
  const again = sampleAgain(form);
  return again.isValid && again.hasSame(SAMPLE, 'day');
}

/** @returns null when the text is not of the form, or no date that exists */
export function readDate(text: string, { form, timeZone }: DateForm): DateTime | null {
  const date = DateTime.fromFormat(text.trim(), form, { zone: timeZone, locale: 'en' });
  return date.isValid ? date : null;
}

/** An instant, or the day alone where the form has no hours. */
export function inIso(date: DateTime, { form }: DateForm): string {
  return sampleAgain(form).hour === SAMPLE.hour ? toIso(date.toMillis()) : date.toISODate()!;
}

function sampleAgain(form: string): DateTime {
  return DateTime.fromFormat(SAMPLE.toFormat(form), form, { zone: 'utc', locale: 'en' });
}

/** A zone, and what people who live in it call it. */
export interface Place {
  readonly name: string;
  readonly timeZone: string;
}

/** `Tue 12 May 14:05:09`, as the clocks there show it. */
export function localTime(at: Instant, place: Place): string {
  return DateTime.fromMillis(at, { zone: place.timeZone, locale: 'en-GB' }).toFormat('ccc d LLL HH:mm:ss');
}
