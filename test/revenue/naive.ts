/*
 * What a window of ARR histories comes to once more: day by day, in main units as exact fractions, with nothing of the
 * program. Where the two part, docs/revenue.md says who is right.
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
type Fraction = readonly [bigint, bigint];

const ZERO: Fraction = [0n, 1n];
const PLACES: Readonly<Record<string, number>> = { JPY: 0, KWD: 3, CLF: 4 };

function fraction(decimal: string): Fraction {
  const [whole, places = ''] = decimal.split('.') as [string, string?];
  return [BigInt(whole + places), 10n ** BigInt(places.length)];
}

const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];
const minus = (one: Fraction, [c, d]: Fraction): Fraction => plus(one, [-c, d]);
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d];
const isZero = ([a]: Fraction) => a === 0n;
const isLess = (one: Fraction, other: Fraction) => minus(one, other)[0] < 0n;
const sum = (all: readonly Fraction[]) => all.reduce(plus, ZERO);

function decimal([over, under]: Fraction, places: number): string {
  const size = over < 0n ? -over : over;
  const scaled = size * 10n ** BigInt(places);
  const whole = scaled / under + ((scaled % under) * 2n >= under ? 1n : 0n);
  const digits = String(whole).padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, digits.length - places)}.${digits.slice(-places)}`;
  return over < 0n && whole > 0n ? `-${text}` : text;
}

function everyDay(from: string, to: string): string[] {
  const days: string[] = [];
  const date = new Date(`${from}T12:00:00Z`);
  for (let day = from; day <= to; day = date.toISOString().slice(0, 10)) {
    days.push(day);
    date.setUTCDate(date.getUTCDate() + 1);
  }
  return days;
}

/** The ARR of an account on each of the days. */
function daily(days: readonly string[], steps: Question['arr'][string], graceDays: number): Fraction[] {
  const byDay = new Map(steps.map(({ on, arr }) => [on, fraction(arr)]));
  const values: Fraction[] = [];
  for (const day of days) values.push(byDay.get(day) ?? values.at(-1) ?? ZERO);
  for (let from = 1; from < values.length; from += 1) {
    if (!isZero(values[from]!) || isZero(values[from - 1]!)) continue;
    const back = values.findIndex((value, at) => at > from && !isZero(value));
    if (back < 0 || back - from > graceDays) continue;
    for (let at = from; at < back; at += 1) values[at] = values[from - 1]!;
  }
  return values;
}

function rateOf(day: string, rates: Readonly<Record<string, string>>): Fraction {
  const latest = Object.keys(rates)
    .filter((each) => each <= day)
    .sort()
    .at(-1);
  return fraction(rates[latest!]!);
}

function kindOf(values: readonly Fraction[], at: number): string {
  if (values.slice(0, at).every(isZero)) return 'new';
  if (isZero(values[at - 1]!)) return 'reactivation';
  if (isZero(values[at]!)) return 'churn';
  return isLess(values[at - 1]!, values[at]!) ? 'expansion' : 'contraction';
}

export function naive({ window: [first, last], currency, reactivationAfterDays = 30, rates, arr }: Question) {
  const told = Object.values(arr).flatMap((steps) => steps.map(({ on }) => on));
  const all = [first, last, ...told].sort();
  const days = everyDay(all[0]!, all.at(-1)!);
  const [begin, end] = [days.indexOf(first), days.indexOf(last)];
  const atFirst = rates === undefined ? ([1n, 1n] as const) : rateOf(first, rates);
  const atLast = rates === undefined ? ([1n, 1n] as const) : rateOf(last, rates);
  const accounts = Object.values(arr).map((steps) => daily(days, steps, reactivationAfterDays));
  const moved: Record<string, Fraction> = {
    new: ZERO,
    expansion: ZERO,
    contraction: ZERO,
    churn: ZERO,
    reactivation: ZERO,
  };
  for (const values of accounts)
    for (let at = begin + 1; at <= end; at += 1) {
      const change = minus(values[at]!, values[at - 1]!);
      if (isZero(change)) continue;
      const kind = kindOf(values, at);
      moved[kind] = plus(moved[kind]!, times(change, atFirst));
    }
  const opening = times(sum(accounts.map((values) => values[begin]!)), atFirst);
  const closing = times(sum(accounts.map((values) => values[end]!)), atLast);
  const netNew = sum(Object.values(moved));
  const cohort = accounts.filter((values) => !isZero(values[begin]!));
  const stayed = sum(cohort.map((values) => times(values[end]!, atFirst)));
  const kept = sum(
    cohort.map((values) => times(isLess(values[begin]!, values[end]!) ? values[begin]! : values[end]!, atFirst)),
  );
  const money = (value: Fraction) => decimal(value, PLACES[currency] ?? 2);
  const share = (part: Fraction, [over, under]: Fraction) =>
    over === 0n ? null : decimal(times(part, [under, over]), 4);
  const lost = cohort.filter((values) => isZero(values[end]!));
  return {
    opening: money(opening),
    closing: money(closing),
    movements: {
      ...Object.fromEntries(Object.entries(moved).map(([kind, value]) => [kind, money(value)])),
      ...(rates !== undefined && { fx: money(minus(minus(closing, opening), netNew)) }),
    },
    netNewArr: money(netNew),
    nrr: share(stayed, opening),
    grr: share(kept, opening),
    logoChurn: share([BigInt(lost.length), 1n], [BigInt(cohort.length), 1n]),
  };
}
