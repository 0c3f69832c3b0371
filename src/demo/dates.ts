import { DateTime } from 'luxon';
import { type Instant, toIso } from '../platform/values/duration.js';

interface DateForm {
  /** In Luxon's tokens: `dd.MM.yyyy HH:mm`. */
  readonly form: string;
  /** The zone of the dates, unless the form includes it. */
  readonly timeZone: string;
}

const SAMPLE = DateTime.fromObject({ year: 2021, month: 2, day: 3, hour: 16 }, { zone: 'utc', locale: 'en' });

/** Reports whether a date written in this form can be parsed back. */
export function isDateForm(form: string): boolean {
  const again = sampleAgain(form);
  return again.isValid && again.hasSame(SAMPLE, 'day');
}

/** @returns null if the text does not match the form, or the date does not exist */
export function readDate(text: string, { form, timeZone }: DateForm): DateTime | null {
  const date = DateTime.fromFormat(text.trim(), form, { zone: timeZone, locale: 'en' });
  return date.isValid ? date : null;
}

/** Returns an instant, or only the day if the form has no hours. */
export function inIso(date: DateTime, { form }: DateForm): string {
  return sampleAgain(form).hour === SAMPLE.hour ? toIso(date.toMillis()) : date.toISODate()!;
}

function sampleAgain(form: string): DateTime {
  return DateTime.fromFormat(SAMPLE.toFormat(form), form, { zone: 'utc', locale: 'en' });
}

export interface Place {
  readonly name: string;
  readonly timeZone: string;
}

/** Formats the local time at the place: `Tue 12 May 14:05:09`. */
export function localTime(at: Instant, place: Place): string {
  return DateTime.fromMillis(at, { zone: place.timeZone, locale: 'en-GB' }).toFormat('ccc d LLL HH:mm:ss');
}
