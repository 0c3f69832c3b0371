/*
 * A second computation of the figures of a window: day by day, in main units as exact fractions, with no code of the
 * program. Where the results differ, docs/revenue.md decides who is right.
 */

interface Question {
  readonly window: readonly [string, string];
  readonly currency: string;
  readonly reactivationAfterDays?: number;
  readonly customerCurrency?: string;
  readonly rates?: Readonly<Record<string, string>>;
  readonly arr: Readonly<Record<string, readonly { readonly on: string; readonly arr: string }[]>>;
}

/** Numerator and denominator. */
export type Fraction = readonly [bigint, bigint];
/** One for each currency. */
export type Amounts = readonly Fraction[];

export interface Daily {
  /** By day. */
  readonly values: readonly Amounts[];
  /** What came from other accounts on a day; negative for what went to them. */
  readonly came: readonly Amounts[];
  /** The part of that which had ARR on the first day of the window. */
  readonly carried: Amounts;
}

/** The first and last day of the window by index, and what a unit of each currency is worth on both. */
export interface ValuedWindow {
  readonly begin: number;
  readonly end: number;
  readonly atFirst: Amounts;
  readonly atLast: Amounts;
  readonly currency: string;
  readonly graceDays: number;
}

export const ZERO: Fraction = [0n, 1n];
const PLACES: Readonly<Record<string, number>> = { JPY: 0, KWD: 3, CLF: 4 };

export function fraction(decimal: string): Fraction {
  const [whole, places = ''] = decimal.split('.') as [string, string?];
  return [BigInt(whole + places), 10n ** BigInt(places.length)];
}

/** Most amounts have the same denominator, which keeps the numbers small. */
export const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => (b === d ? [a + c, b] : [a * d + c * b, b * d]);
const minus = (one: Fraction, [c, d]: Fraction): Fraction => plus(one, [-c, d]);
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d];
export const over = (one: Fraction, [c, d]: Fraction): Fraction => times(one, [d, c]);
const isZero = ([a]: Fraction) => a === 0n;
const isLess = (one: Fraction, other: Fraction) => minus(one, other)[0] < 0n;
const sum = (all: readonly Fraction[]) => all.reduce(plus, ZERO);
const isNothing = (amounts: Amounts) => amounts.every(isZero);
const worth = (amounts: Amounts, rates: Amounts) => sum(amounts.map((each, at) => times(each, rates[at]!)));
export const added = (one: Amounts, other: Amounts): Amounts => one.map((each, at) => plus(each, other[at]!));

export function decimal([above, under]: Fraction, places: number): string {
  const size = above < 0n ? -above : above;
  const scaled = size * 10n ** BigInt(places);
  const whole = scaled / under + ((scaled % under) * 2n >= under ? 1n : 0n);
  const digits = String(whole).padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, digits.length - places)}.${digits.slice(-places)}`;
  return above < 0n && whole > 0n ? `-${text}` : text;
}

export function everyDay(from: string, to: string): string[] {
  const days: string[] = [];
  const date = new Date(`${from}T12:00:00Z`);
  for (let day = from; day <= to; day = date.toISOString().slice(0, 10)) {
    days.push(day);
    date.setUTCDate(date.getUTCDate() + 1);
  }
  return days;
}

/** Fills a gap after which the account returns in time with its former ARR, less what went to others. */
function bridged({ values, came }: Daily, graceDays: number): Amounts[] {
  const all = [...values];
  for (let from = 1; from < all.length; from += 1) {
    if (!isNothing(all[from]!)) continue;
    const left = added(all[from - 1]!, came[from]!);
    if (isNothing(left)) continue;
    const back = all.findIndex((value, at) => at > from && !isNothing(value));
    if (back < 0 || back - from > graceDays) continue;
    for (let at = from; at < back; at += 1) all[at] = left;
  }
  return all;
}

export function rateOf(day: string, rates: Readonly<Record<string, string>>): Fraction {
  const latest = Object.keys(rates)
    .filter((each) => each <= day)
    .sort()
    .at(-1);
  return fraction(rates[latest!]!);
}

function kindOf(hadArr: boolean, before: Fraction, after: Fraction): string {
  if (isZero(before)) return hadArr ? 'reactivation' : 'new';
  if (isZero(after)) return 'churn';
  return isLess(before, after) ? 'expansion' : 'contraction';
}

const nothing = () => ({ new: ZERO, expansion: ZERO, contraction: ZERO, churn: ZERO, reactivation: ZERO });

export function figuresOf(accounts: readonly Daily[], asked: ValuedWindow) {
  const { begin, end, atFirst, atLast, currency, graceDays } = asked;
  const moved: Record<string, Fraction> = nothing();
  let transferred = ZERO;
  let [opening, closing, of, stayed, kept] = [ZERO, ZERO, ZERO, ZERO, ZERO];
  let [cohort, lost] = [0n, 0n];
  for (const account of accounts) {
    const values = bridged(account, graceDays);
    let hadArr = values.slice(0, begin + 1).some((value) => !isNothing(value));
    for (let at = begin + 1; at <= end; at += 1) {
      const came = worth(account.came[at]!, atFirst);
      transferred = plus(transferred, came);
      const before = plus(worth(values[at - 1]!, atFirst), came);
      const after = worth(values[at]!, atFirst);
      hadArr ||= !isZero(before);
      const change = minus(after, before);
      if (!isZero(change)) {
        const kind = kindOf(hadArr, before, after);
        moved[kind] = plus(moved[kind]!, change);
      }
      hadArr ||= !isZero(after);
    }
    const [first, last] = [worth(values[begin]!, atFirst), worth(values[end]!, atFirst)];
    opening = plus(opening, first);
    closing = plus(closing, worth(values[end]!, atLast));
    const own = plus(first, worth(account.carried, atFirst));
    if (isZero(own)) continue;
    cohort += 1n;
    if (isZero(last)) lost += 1n;
    of = plus(of, own);
    stayed = plus(stayed, last);
    kept = plus(kept, isLess(own, last) ? own : last);
  }
  const netNew = sum(Object.values(moved));
  const money = (value: Fraction) => decimal(value, PLACES[currency] ?? 2);
  const share = (part: Fraction, whole: Fraction) => (isZero(whole) ? null : decimal(over(part, whole), 4));
  return {
    opening: money(opening),
    closing: money(closing),
    movements: Object.fromEntries(Object.entries(moved).map(([kind, value]) => [kind, money(value)])),
    transfer: money(transferred),
    fx: money(minus(minus(minus(closing, opening), netNew), transferred)),
    netNewArr: money(netNew),
    nrr: share(stayed, of),
    grr: share(kept, of),
    logoChurn: share([lost, 1n], [cohort, 1n]),
  };
}

function daily(days: readonly string[], steps: Question['arr'][string]): Daily {
  const byDay = new Map(steps.map(({ on, arr }) => [on, fraction(arr)]));
  const values: Amounts[] = [];
  for (const day of days) values.push([byDay.get(day) ?? values.at(-1)?.[0] ?? ZERO]);
  return { values, came: values.map(() => [ZERO]), carried: [ZERO] };
}

export function naive({ window: [first, last], currency, reactivationAfterDays = 30, rates, arr }: Question) {
  const told = Object.values(arr).flatMap((steps) => steps.map(({ on }) => on));
  const all = [first, last, ...told].sort();
  const days = everyDay(all[0]!, all.at(-1)!);
  const at = (day: string): Amounts => [rates === undefined ? [1n, 1n] : rateOf(day, rates)];
  const accounts = Object.values(arr).map((steps) => daily(days, steps));
  const {
    transfer: _,
    fx,
    movements,
    ...figures
  } = figuresOf(accounts, {
    begin: days.indexOf(first),
    end: days.indexOf(last),
    atFirst: at(first),
    atLast: at(last),
    currency,
    graceDays: reactivationAfterDays,
  });
  return { ...figures, movements: { ...movements, ...(rates !== undefined && { fx }) } };
}
