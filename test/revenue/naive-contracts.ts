import { type Amounts, added, type Daily, everyDay, type Fraction, plus, ZERO } from './naive.js';

/*
 * What contracts mean for ARR once more: each line is a list of what it was worth on each day, and of who had it, and
 * what happens overwrites days. Nothing of the program; docs/revenue.md and docs/contracts.md say who is right.
 */

export interface SoldLine {
  readonly product: string;
  readonly kind: 'recurring' | 'commitment' | 'usage';
  readonly segments: readonly { readonly from: string; readonly to: string; readonly amount: string }[];
}

/** What a contract is when it is signed. */
export interface Signed {
  readonly account: number;
  readonly currency: number;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly noticeDays: number;
  readonly autoRenewMonths: number | null;
  readonly lines: readonly SoldLine[];
}

const DAYS = everyDay('2024-01-01', '2029-12-31');
const PLACE = new Map(DAYS.map((day, place) => [day, place]));
export const placeOf = (day: string) => PLACE.get(day)!;
export const dayAt = (place: number) => DAYS[place]!;

export interface NaiveLine {
  readonly product: string;
  readonly kind: string;
  readonly currency: number;
  /** Minor units a year, by day. */
  readonly arr: bigint[];
  /** Whose it was, by day. */
  readonly holder: number[];
}

/** The same day of a later month, or the last of that month. */
function inMonths(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

function arrOf({ from, to, amount }: SoldLine['segments'][number]): bigint {
  const units = BigInt(amount.replace('.', ''));
  const after = dayAt(placeOf(to) + 1);
  for (let months = 1; inMonths(from, months) <= after; months += 1)
    if (inMonths(from, months) === after) return halfUp(units * 12n, BigInt(months));
  return halfUp(units * 365n, BigInt(placeOf(to) - placeOf(from) + 1));
}

const halfUp = (over: bigint, under: bigint) => (2n * over + under) / (2n * under);

/** A contract, and its lines from day to day. */
export class NaiveContract {
  private lines: NaiveLine[] = [];
  /** The last days of its terms, and which of them it renewed for by itself. */
  private terms: { end: number; isAuto: boolean }[];
  private hasNotice = false;
  /** Lines that are another contract's from a day on. What they were before is still its own. */
  private gone: { line: NaiveLine; from: number }[] = [];
  /** Whose it was, by day. */
  private readonly holders: number[];

  constructor(
    private readonly all: NaiveLine[],
    readonly signed: Signed,
    holders?: readonly number[],
  ) {
    this.holders = [...(holders ?? DAYS.map(() => signed.account))];
    this.terms = [{ end: placeOf(signed.endsOn), isAuto: false }];
    this.overwrite(signed.lines);
  }

  get endsOn(): string {
    return dayAt(this.end);
  }

  /** What it has, or had, of its own. */
  get products(): string[] {
    return [...new Set(this.lines.map(({ product }) => product))];
  }

  private get end(): number {
    return this.terms.at(-1)!.end;
  }

  amend(effectiveOn: string, lines: readonly SoldLine[]): void {
    this.clear(placeOf(effectiveOn));
    this.overwrite(lines);
  }

  renew(endsOn: string, lines: readonly SoldLine[]): void {
    this.terms.push({ end: placeOf(endsOn), isAuto: false });
    this.hasNotice = false;
    this.overwrite(lines);
  }

  giveNotice(givenOn: string): void {
    const isUndone = () =>
      this.terms.length > 1 &&
      this.terms.at(-1)!.isAuto &&
      placeOf(givenOn) <= this.terms.at(-2)!.end - this.signed.noticeDays;
    while (isUndone()) this.terms.pop();
    this.clear(this.end + 1);
    this.hasNotice = false;
    while (this.renewOnce(placeOf(givenOn)));
    this.hasNotice = true;
  }

  /** By a day, each day after the last one for notice. */
  renewByItself(today: string): void {
    while (!this.hasNotice && this.renewOnce(placeOf(today)));
  }

  /** All of it, or some products, which are another contract then. */
  move(today: string, account: number, products: readonly string[] | null): NaiveContract {
    const from = Math.max(placeOf(today), placeOf(this.signed.startsOn));
    const goes = (line: NaiveLine) => products === null || products.includes(line.product);
    for (const line of this.lines.filter(goes)) line.holder.fill(account, from);
    if (products === null) {
      this.holders.fill(account, from);
      return this;
    }
    const signed = { ...this.signed, startsOn: dayAt(from), lines: [] };
    const other = new NaiveContract(this.all, signed, [...this.holders].fill(account, from));
    other.lines = this.lines.filter(goes);
    this.gone.push(...other.lines.map((line) => ({ line, from })));
    other.terms = this.terms.filter(({ end }) => end >= from).map((term) => ({ ...term }));
    other.hasNotice = this.hasNotice;
    this.lines = this.lines.filter((line) => !goes(line));
    return other;
  }

  private renewOnce(today: number): boolean {
    const { noticeDays, autoRenewMonths } = this.signed;
    const last = this.end;
    if (autoRenewMonths === null || last - noticeDays + 1 > today) return false;
    if (this.lines.every(({ arr }) => arr[last] === 0n)) return false;
    const end = placeOf(inMonths(dayAt(last + 1), autoRenewMonths)) - 1;
    this.terms.push({ end, isAuto: true });
    for (const { arr } of this.lines) arr.fill(arr[last]!, last + 1, end + 1);
    return true;
  }

  private clear(from: number): void {
    for (const { arr } of this.lines) arr.fill(0n, from);
    for (const { line, from: until } of this.gone) if (from < until) line.arr.fill(0n, from, until);
  }

  private overwrite(lines: readonly SoldLine[]): void {
    for (const { product, kind, segments } of lines) {
      if (kind === 'usage') continue;
      const { arr } = this.lineOf(product, kind);
      for (const segment of segments) arr.fill(arrOf(segment), placeOf(segment.from), placeOf(segment.to) + 1);
    }
  }

  private lineOf(product: string, kind: string): NaiveLine {
    const known = this.lines.find((line) => line.product === product && line.kind === kind);
    if (known !== undefined) return known;
    const line = { product, kind, currency: this.signed.currency, arr: DAYS.map(() => 0n), holder: [...this.holders] };
    this.lines.push(line);
    this.all.push(line);
    return line;
  }
}

/** What each account was worth, or each of its products. @param window by places */
export function dailyOf(
  all: readonly NaiveLine[],
  { begin, end, last, currencies }: { begin: number; end: number; last: number; currencies: number },
  groupOf: (account: number, product: string) => string,
): Map<string, Daily> {
  const none: Amounts = Array.from({ length: currencies }, () => ZERO);
  const found = new Map<string, { values: Amounts[]; came: Amounts[]; carried: Amounts }>();
  const of = (account: number, product: string) => {
    const key = groupOf(account, product);
    const known = found.get(key) ?? {
      ...{ values: Array.from({ length: last + 1 }, () => none), came: Array.from({ length: last + 1 }, () => none) },
      carried: none,
    };
    found.set(key, known);
    return known;
  };
  for (const { product, currency, arr, holder } of all) {
    const inIts = (units: bigint): Amounts =>
      none.map((zero, at): Fraction => (at === currency ? [units, 100n] : zero));
    let has = holder[begin]!;
    for (let at = 0; at <= last; at += 1) {
      const [now, before] = [arr[at]!, arr[at - 1] ?? 0n];
      const [to, from] = [holder[at]!, holder[at - 1] ?? holder[at]!];
      if (now > 0n) add(of(to, product).values, at, inIts(now));
      // What ends with one, or begins with the other, does not change hands.
      if (to === from || now === 0n || before === 0n) continue;
      add(of(to, product).came, at, inIts(before));
      add(of(from, product).came, at, inIts(-before));
      if (at > begin && at <= end && has === from) has = to;
    }
    const first = arr[begin]!;
    if (has === holder[begin] || first === 0n) continue;
    const [giving, receiving] = [of(holder[begin]!, product), of(has, product)];
    giving.carried = added(giving.carried, inIts(-first));
    receiving.carried = added(receiving.carried, inIts(first));
  }
  return found;
}

function add(days: Amounts[], at: number, amounts: Amounts): void {
  days[at] = days[at]!.map((each, currency) => plus(each, amounts[currency]!));
}
