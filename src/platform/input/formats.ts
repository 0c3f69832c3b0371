import { DateTime, IANAZone } from 'luxon';
import { startOfDay } from '../values/day.js';
import { type Instant, parseDuration } from '../values/duration.js';

const INSTANT = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
/** The earliest instant accepted. */
export const EARLIEST: Instant = Date.UTC(1970, 0, 1);
/** The latest instant accepted. */
export const LATEST: Instant = Date.UTC(2101, 0, 1) - 1;

/**
 * Reads an ISO 8601 instant with its zone, truncated to milliseconds. @returns null if malformed, or outside 1970–2100
 */
export function parseInstant(text: string): Instant | null {
  if (!INSTANT.test(text)) return null;
  const at = DateTime.fromISO(text.toUpperCase()).toMillis();
  return at >= EARLIEST && at <= LATEST ? at : null;
}

/** Returns the instant of a text that the request check has already accepted. */
export function instantOf(text: string): Instant {
  return parseInstant(text)!;
}

/**
 * Returns the instant of a text, or, for a day, the instant at which it begins in a time zone. The request check has
 * already accepted the text.
 */
export function instantOrDateIn(text: string, timeZone: string): Instant {
  return parseInstant(text) ?? startOfDay(text, timeZone);
}

export function isDuration(text: string): boolean {
  return !('code' in parseDuration(text));
}

export function isDurationOrZero(text: string): boolean {
  return !('code' in parseDuration(text, { allowZero: true }));
}

/** Usual names of zones. Asking Intl about a name takes 0.2 ms, which a batch of leads would pay for each of them. */
const TIME_ZONES = new Set(Intl.supportedValuesOf('timeZone'));

export function isTimeZone(text: string): boolean {
  if (TIME_ZONES.has(text)) return true;
  // Aliases and other cases. Newer versions of Node accept "+02:00" as a zone, but an offset has no daylight saving time.
  return /^[A-Za-z]/.test(text) && IANAZone.isValidZone(text);
}

/** Postgres has no year 0. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && text >= '0001' && DateTime.fromISO(text).isValid;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isId(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Reports whether this version of Node knows a currency as one in use. */
export function isCurrency(text: string): boolean {
  return CURRENCIES.has(text);
}

const EMAIL = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\.]+(?:\.[^\s@<>(),;:"[\]\\.]+)+$/;

/** Reports whether a mail server could accept an address. Only sending mail can tell whether it exists. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && EMAIL.test(text);
}

/** Returns an amount as it is stored, without leading zeros. */
export function keptAmount(amount: string): string {
  return amount.replace(/^0+(?=\d)/, '');
}

/** The expected form of an amount of money. It is text because a number would lose cents. */
export const AMOUNT = amountWords('a decimal amount');
/** The expected form of an amount that cannot be negative. */
export const WORTH = amountWords('a decimal amount of zero or more');

function amountWords(amount: string): string {
  return `${amount} as text, with at most 15 digits before the point and 4 after it, for example "5000.00"`;
}

/** What each format expects, for the message of a fault. */
export const EXPECTED: Readonly<Record<string, string>> = {
  instant: 'an ISO 8601 date and time with a time zone, such as 2026-11-20T09:30:00.000Z, between 1970 and 2100',
  instantOrDate:
    'a day such as 2026-11-20, or an ISO 8601 date and time with a time zone such as 2026-11-20T09:30:00.000Z, between 1970 and 2100',
  duration: 'an ISO 8601 duration in weeks, days, hours, minutes and seconds, above zero and up to P400D, such as PT5M',
  durationOrZero: 'an ISO 8601 duration in weeks, days, hours, minutes and seconds, up to P400D, such as PT0S or PT5M',
  timeZone: 'an IANA time zone, such as Europe/Berlin',
  date: 'a date that exists, written YYYY-MM-DD, such as 2026-12-25',
  email: 'an e-mail address',
  currency: 'an ISO 4217 currency code in capitals, such as EUR',
  band: 'a whole number (50), a band with the smaller number first ("51-200", "51 to 200", "1000+"), either of them with "employees" after it, or "Self-employed"',
  uuid: 'an id (a UUID), such as 019cafc2-1a00-7000-8000-000000000003',
};

/** The fields of a submitted form by name; of several with one name, the last. */
export type Form = Readonly<Record<string, string>>;

/**
 * Reads the body that a plain HTML page sends, which arrives as text (see `takesForms` in `body.ts`). @returns no
 * fields if it is not text
 */
export function readForm(body: unknown): Form {
  const fields = typeof body === 'string' ? Object.fromEntries(new URLSearchParams(body)) : {};
  return Object.assign(Object.create(null), fields);
}
