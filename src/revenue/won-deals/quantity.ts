import { type Ratio, ratioOf } from '../../platform/money.js';

/** How much of what, as people write it into a form: `140.00 an hour`, `80 hours`, `CHF 1'200 a month`. */
export interface Quantity {
  readonly value: Ratio;
  /** In lower case and the singular; empty where none is named. */
  readonly unit: string;
  /** Whether it can be nothing but money: it names a currency, or has cents. */
  readonly isMoney: boolean;
}

const WRITTEN =
  /^(?:([A-Z]{3}) ?)?(\d{1,3}(?:[,'’ ]\d{3})+|\d{1,12})(\.\d{1,6})?(?: ?([A-Z]{3})\b)?\s*(?:\/|an? |per |each |every )?\s*([\p{L}-]*)$/u;

/** @param currency in which an amount is @returns null where it is in another, or cannot be read */
export function readQuantity(text: unknown, currency: string): Quantity | null {
  const read = WRITTEN.exec(wordsOf(text));
  if (read === null) return null;
  const [, before, whole, cents = '', after, unit] = read;
  const named = before ?? after;
  if (named !== undefined && named !== currency) return null;
  return {
    value: ratioOf(whole!.replace(/\D/g, '') + cents)!,
    unit: singularOf(unit!),
    isMoney: named !== undefined || cents.length === 3,
  };
}

const MONTHS_OF: Readonly<Record<string, bigint>> = {
  ...{ month: 1n, monthly: 1n, quarter: 3n, quarterly: 3n, 'half-year': 6n, 'half-yearly': 6n },
  ...{ year: 12n, yearly: 12n, annually: 12n, annual: 12n },
};

/** How many months a period has: `a month`, `quarterly`, `per year`. @returns null where it is none of these */
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
