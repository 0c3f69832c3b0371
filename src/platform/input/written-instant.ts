import { type Instant, MS_PER_SECOND } from '../values/duration.js';
import { LATEST, parseInstant } from './formats.js';

/** A larger number counts as milliseconds. */
const SECONDS_MAX = 100_000_000_000;

/**
 * Parses what tools write: a day with or without hyphens, an instant with or without a colon in its offset, or a number
 * since 1970.
 */
export function instantIn(text: string): Instant | null {
  // As a number it would be a second in the early seventies, of which no tool reports anything.
  const [, year, month, date] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  if (year !== undefined) return parseInstant(`${year}-${month}-${date}T00:00:00Z`);
  if (/^-?\d{1,16}$/.test(text)) {
    const count = Number(text);
    const at = Math.abs(count) < SECONDS_MAX ? count * MS_PER_SECOND : count;
    return at >= 0 && at <= LATEST ? at : null;
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return parseInstant(`${text}T00:00:00Z`);
  const written = text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
  return parseInstant(/(Z|[+-]\d{2}:\d{2})$/i.test(written) ? written : `${written}Z`);
}
