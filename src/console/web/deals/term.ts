import { money } from '../parts/money.js';
import { shortDay } from '../parts/times.js';
import { counted } from '../parts/words.js';
import type { Deal } from './deal-words.js';

/* What a deal is sold for, as one line to confirm. */

interface Term {
  readonly startsOn: string;
  readonly endsOn: string;
  readonly noticeDays?: number;
  readonly autoRenewMonths?: number;
}

/** What a deal is sold for, as it is sent. */
export type SoldFor =
  | { readonly term: Term }
  | { readonly oneOff: true }
  | { readonly pilot: { readonly endsOn: string } };

/** Null if the deal does not say. */
export function soldForOf({ term, oneOff, pilot }: Pick<Deal, 'term' | 'oneOff' | 'pilot'>): SoldFor | null {
  if (term !== null) {
    const { startsOn, endsOn, noticeDays, autoRenewMonths } = term;
    const more = { ...(noticeDays !== null && { noticeDays }), ...(autoRenewMonths !== null && { autoRenewMonths }) };
    return { term: { startsOn, endsOn, ...more } };
  }
  if (oneOff) return { oneOff };
  return pilot === null ? null : { pilot };
}

type Sells = NonNullable<Deal['handoff']>['sells'];

/** What a deal is worth: the billing lines in its form, where it has them, else its amount. */
export interface Worth extends Pick<Deal, 'amount' | 'currency'> {
  readonly sells?: Sells;
  /** Whether a contract is made only of lines that add up to the amount, as of a pilot that is converted. */
  readonly isExact?: boolean;
}

export function worthOf({ amount, currency, handoff, pilot, stage }: Deal): Worth {
  return { amount, currency, sells: handoff?.sells ?? null, isExact: stage === 'won' && pilot !== null };
}

/** `12 months from 1 Jan 2027, EUR 12,000.00 a year, does not renew by itself` */
export function soldForWords(sold: SoldFor, worth: Worth): string {
  const { amount, currency } = worth;
  if ('oneOff' in sold) return `Once, ${money(amount, currency)}: no contract follows`;
  if ('pilot' in sold)
    return `A pilot until ${shortDay(sold.pilot.endsOn)}: no contract and no ARR until it is converted`;
  const { startsOn, endsOn, noticeDays, autoRenewMonths } = sold.term;
  if (endsOn < startsOn) return `The last day, ${shortDay(endsOn)}, is before the first, ${shortDay(startsOn)}`;
  const months = wholeMonths(startsOn, endsOn);
  const parts = [
    months === null
      ? `${shortDay(startsOn)} to ${shortDay(endsOn)}`
      : `${counted(months, 'month')} from ${shortDay(startsOn)}`,
    worthWords(worth, sold.term),
    noticeDays !== undefined && noticeDays > 0 && `notice ${counted(noticeDays, 'day')} before its end`,
    autoRenewMonths === undefined
      ? 'does not renew by itself'
      : `renews by itself for ${counted(autoRenewMonths, 'month')}`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** `EUR 12,000.00 a year, EUR 500.00 once`: what the contract will say. Empty if that is not known. */
function worthWords({ amount, currency, sells, isExact = false }: Worth, term: Term): string {
  if (sells == null) return amount === null ? '' : `${money(aYear(amount, term), currency)} a year`;
  if (sells.unpriced > 0)
    return `no contract before ${counted(sells.unpriced, 'line')} of its form ${sells.unpriced === 1 ? 'has' : 'have'} a price`;
  if (isExact && amount !== null && !fits(sells, amount, term))
    return `no contract before the lines of its form add up to ${money(amount, currency)}`;
  const arr = Number(aYear(sells.overTerm, term)) + Number(sells.aYear);
  const once = Number(sells.once) > 0 && `${money(sells.once, currency)} once`;
  const recurs = arr > 0 ? `${money(arr.toFixed(2), currency)} a year` : 'nothing recurs, so there is no ARR';
  return [arr > 0 ? [recurs, once] : [once, recurs]].flat().filter(Boolean).join(', ');
}

/** Whether the lines that count, or all of them, add up to an amount over a term. */
function fits({ once, overTerm, aYear: yearly, counted, isOpen }: NonNullable<Sells>, amount: string, term: Term) {
  const whole = Number(once) + Number(overTerm) + Number(yearly) / timesAYear(term);
  const isSame = (sum: number) => Math.round(sum * 100) === Math.round(Number(amount) * 100);
  return isOpen || (counted !== null && isSame(Number(counted))) || isSame(whole);
}

const MONTHS_PER_YEAR = 12;
const DAYS_PER_YEAR = 365;
const MS_PER_DAY = 86_400_000;

/** A year's worth of the amount over a term, as the API calculates the ARR of one line. */
function aYear(amount: string, term: Term): string {
  return (Math.round(Number(amount) * timesAYear(term) * 100) / 100).toFixed(2);
}

/** How many times a term fits into a year. */
function timesAYear({ startsOn, endsOn }: Term): number {
  const months = wholeMonths(startsOn, endsOn);
  const days = (utc(endsOn) - utc(startsOn)) / MS_PER_DAY + 1;
  return months === null ? DAYS_PER_YEAR / days : MONTHS_PER_YEAR / months;
}

/** The last day of so many months from a day. */
export function lastDayAfter(startsOn: string, months: number): string {
  const [year, month, day] = startsOn.split('-').map(Number) as [number, number, number];
  // The same day of that month, or its last if it has no such day.
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month - 1 + months, Math.min(day, last)) - MS_PER_DAY);
}

export function dayAfter(day: string): string {
  return dayOf(utc(day) + MS_PER_DAY);
}

/** Null if the months of a span, both ends counted, are not whole. */
export function wholeMonths(startsOn: string, endsOn: string): number | null {
  const after = dayAfter(endsOn);
  const [from, to] = [startsOn, after].map(
    (day) => Number(day.slice(0, 4)) * MONTHS_PER_YEAR + Number(day.slice(5, 7)),
  );
  const months = to! - from!;
  return months > 0 && lastDayAfter(startsOn, months) === endsOn ? months : null;
}

const utc = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
