import { digitsOf, type Ratio, ratioOf } from '../platform/values/money.js';

/** A number and its unit, as people write them into a form: `140.00 an hour`, `80 hours`, `CHF 1'200 a month`. */
export interface Quantity {
  readonly value: Ratio;
  /** In lower case and the singular; empty if none is named. */
  readonly unit: string;
  /** Whether it is certainly money: it names a currency, or has cents. */
  readonly isMoney: boolean;
}

const WRITTEN =
  /^(?:([A-Z]{3}) ?)?(\d{1,3}(?:[,'’ ]\d{3})+|\d{1,12})(\.\d{1,6})?(?: ?([A-Z]{3})\b)?\s*(?:\/|an? |per |each |every )?\s*([\p{L}-]*)$/u;

/** @param currency of amounts @returns null if it is in another currency, or cannot be read */
export function readQuantity(text: unknown, currency: string): Quantity | null {
  const read = WRITTEN.exec(wordsOf(text));
  if (read === null) return null;
  const [, before, whole, cents = '', after, unit] = read;
  const named = before ?? after;
  if (named !== undefined && named !== currency) return null;
  if (mayBeThousands(whole! + cents, currency)) return null;
  return {
    value: ratioOf(whole!.replace(/\D/g, '') + cents)!,
    unit: singularOf(unit!),
    isMoney: named !== undefined || cents.length === 3,
  };
}

/**
 * Reports whether the point of a number may separate thousands, as in many countries: `1.500`. Not in a currency with
 * three decimals.
 */
export function mayBeThousands(number: string, currency: string): boolean {
  return digitsOf(currency) !== 3 && /^[1-9]\d{0,2}\.\d{3}$/.test(number);
}

const MONTHS_OF: Readonly<Record<string, bigint>> = {
  month: 1n,
  monthly: 1n,
  quarter: 3n,
  quarterly: 3n,
  'half-year': 6n,
  'half-yearly': 6n,
  year: 12n,
  yearly: 12n,
  annually: 12n,
  annual: 12n,
};

/** Returns the months of a period such as `a month`, `quarterly` or `per year`, or null if it is none of these. */
export function monthsOf(period: unknown): bigint | null {
  const word = singularOf(wordsOf(period).replace(/^(?:an?|per|each|every|one) /i, ''));
  return MONTHS_OF[word] ?? null;
}

function wordsOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

function singularOf(word: string): string {
  return word.toLowerCase().replace(/(?<=\w)s$/, '');
}
