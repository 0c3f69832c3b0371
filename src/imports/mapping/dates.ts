import { DateTime } from 'luxon';
import { EARLIEST, LATEST, parseInstant } from '../../platform/input/formats.js';
import { type Instant, MS_PER_DAY, MS_PER_SECOND } from '../../platform/values/duration.js';

/** Whether 3/4/2026 is the third of April or the fourth of March. */
export const DATE_ORDERS = ['DMY', 'MDY'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

interface WrittenIn {
  readonly order: DateOrder;
  /** The zone of dates that name none. */
  readonly timeZone: string;
}

const TIME =
  /^(?:[T\s,]+(?:at |um |à )?(?<hour>\d{1,2})[:.h](?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d{1,9})?)?\s*(?:Uhr)?(?<half>[ap]\.?m\.?)?\s*(?<offset>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$/i;
const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
const DAY_AND_NAME = /^(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:de\s+)?(\p{L}{3,10})\.?,?[\s-]+(?:de\s+)?(\d{4})(?!\d)/u;
const NAME_AND_DAY = /^(\p{L}{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)/u;
const WEEKDAY = /^\p{L}{2,10}\.?,\s+/u;

/** The beginnings of the names of months in English, German, French and Spanish, without accents. */
const MONTHS = [
  ['jan', 'ene'],
  ['feb', 'fev'],
  ['mar', 'mrz'],
  ['apr', 'avr', 'abr'],
  ['may', 'mai'],
  ['jun', 'juin'],
  ['jul', 'juil'],
  ['aug', 'aou', 'ago'],
  ['sep'],
  ['oct', 'okt'],
  ['nov'],
  ['dec', 'dez', 'dic'],
];

/** Days since 30 December 1899, as spreadsheets count them; from 1954 to 2118. */
const SERIAL = /^(?:[2-7]\d{4})(?:[.,]\d{1,12})?$/;
const SERIAL_ZERO = Date.UTC(1899, 11, 30);
const UNIX = /^\d{10}(?:\d{3})?$/;

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** What follows the date. */
  readonly rest: string;
}

/** Reads a date or an instant in the notations that files use, also mixed in one column. @returns null if it is none */
export function readWrittenDate(text: string, written: WrittenIn): Instant | null {
  const trimmed = text.trim();
  const at = parseInstant(trimmed) ?? ofNumber(trimmed, written) ?? ofDay(trimmed, written);
  return at !== null && at >= EARLIEST && at <= LATEST ? at : null;
}

/**
 * Returns the order of day and month in a column, where a day after the twelfth shows it. American times (`2:30 PM`)
 * speak for the American order.
 */
export function dateOrderOf(samples: readonly string[]): DateOrder {
  const parts = samples.flatMap((text) => {
    const [, first, separator, second] = YEAR_LAST.exec(text.trim()) ?? [];
    return separator === undefined || separator === '.' ? [] : [[Number(first), Number(second)] as const];
  });
  if (parts.some(([first]) => first > 12)) return 'DMY';
  if (parts.some(([, second]) => second > 12)) return 'MDY';
  return samples.some((text) => /\d\s*[ap]m\b/i.test(text)) ? 'MDY' : 'DMY';
}

function ofNumber(text: string, { timeZone }: WrittenIn): Instant | null {
  if (UNIX.test(text)) return text.length === 10 ? Number(text) * MS_PER_SECOND : Number(text);
  if (!SERIAL.test(text)) return null;
  // To the second: a spreadsheet stores the time as a fraction of a day.
  const local = SERIAL_ZERO + Math.round((Number(text.replace(',', '.')) * MS_PER_DAY) / MS_PER_SECOND) * MS_PER_SECOND;
  return DateTime.fromMillis(local, { zone: 'utc' }).setZone(timeZone, { keepLocalTime: true }).toMillis();
}

function ofDay(text: string, { order, timeZone }: WrittenIn): Instant | null {
  const day = dayIn(text, order);
  const time = day && TIME.exec(day.rest)?.groups;
  if (!time) return null;
  const hour = hourOf(time);
  if (hour === null) return null;
  const zone = time.offset === undefined ? timeZone : zoneOf(time.offset);
  const { year, month } = day;
  const date = DateTime.fromObject(
    {
      year,
      month,
      day: day.day,
      hour,
      minute: Number(time.minute ?? 0),
      second: Number(time.second ?? 0),
    },
    { zone },
  );
  return date.isValid ? date.toMillis() : null;
}

function dayIn(text: string, order: DateOrder): Day | null {
  const [whole, year, , month, day] = YEAR_FIRST.exec(text) ?? [];
  if (whole !== undefined) return dayOf(year, month, day, text.slice(whole.length));
  const last = YEAR_LAST.exec(text);
  if (last !== null) return ofThree(last, order, text.slice(last[0].length));
  const named = text.replace(WEEKDAY, '');
  const dayFirst = DAY_AND_NAME.exec(named);
  if (dayFirst !== null)
    return dayOf(dayFirst[3], monthNamed(dayFirst[2]!), dayFirst[1], named.slice(dayFirst[0].length));
  const nameFirst = NAME_AND_DAY.exec(named);
  if (nameFirst === null) return null;
  return dayOf(nameFirst[3], monthNamed(nameFirst[1]!), nameFirst[2], named.slice(nameFirst[0].length));
}

/** Dots are German. Otherwise only days up to the twelfth need the order of their column. */
function ofThree([, first, separator, second, year]: RegExpExecArray, order: DateOrder, rest: string): Day {
  const isMonthFirst = separator !== '.' && Number(first) <= 12 && (order === 'MDY' || Number(second) > 12);
  const [month, day] = isMonthFirst ? [first, second] : [second, first];
  return dayOf(year!.length === 2 ? 2_000 + Number(year) : year, month, day, rest);
}

function dayOf(year: unknown, month: unknown, day: unknown, rest: string): Day {
  return { year: Number(year), month: Number(month), day: Number(day), rest };
}

function monthNamed(name: string): number {
  const folded = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return MONTHS.findIndex((beginnings) => beginnings.some((beginning) => folded.startsWith(beginning))) + 1;
}

function hourOf({ hour, half }: Readonly<Record<string, string | undefined>>): number | null {
  const read = Number(hour ?? 0);
  if (half === undefined) return read;
  if (read < 1 || read > 12) return null;
  return (read % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

function zoneOf(offset: string): string {
  return /^[+-]/.test(offset)
    ? `UTC${offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`}`
    : 'UTC';
}
