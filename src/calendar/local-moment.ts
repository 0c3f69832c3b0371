import { DateTime } from 'luxon';
import { parseInstant } from '../platform/formats.js';
import { toIso } from '../platform/instant.js';

const A_MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/;

/** What somebody filled in as the clocks of a zone show it. @returns the instant as the API takes it; null where it is none */
export function momentIn(text: string, zone: string): string | null {
  const local = A_MOMENT.test(text) ? DateTime.fromISO(text.replace(' ', 'T'), { zone }) : null;
  return local?.isValid === true ? toIso(local.toMillis()) : null;
}

/** An instant as a page asks for it, by the clocks of a zone: `2026-03-02T09:00`. @returns the same text where it is none */
export function localMomentOf(text: string, zone: string): string {
  const at = parseInstant(text);
  if (at === null) return text;
  const local = DateTime.fromMillis(at, { zone });
  return local.toFormat(at % 60_000 === 0 ? "yyyy-MM-dd'T'HH:mm" : "yyyy-MM-dd'T'HH:mm:ss.SSS");
}
