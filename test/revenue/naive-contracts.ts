import { type Amounts, added, type Daily, everyDay, type Fraction, plus, ZERO } from './naive.js';

/*
 * A second computation of what contracts mean for ARR: each line is a list of its ARR and its holder by day, and each
 * event overwrites days. It uses no code of the program; docs/revenue.md and docs/contracts.md decide who is right.
 */

export interface SoldLine {
  readonly product: string;
  readonly kind: 'recurring' | 'commitment' | 'usage';
  readonly segments: readonly { readonly from: string; readonly to: string; readonly amount: string }[];
}

export interface SignedContract {
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
  /** In minor units a year, by day. */
  readonly arr: bigint[];
  /** The account that holds it, by day. */
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

interface NaiveTerm {
  readonly end: number;
  readonly isAuto: boolean;
}

type NaiveWorth = ReadonlyMap<NaiveLine, readonly bigint[]>;

interface NaiveNotice {
  readonly givenOn: string;
  /** The state before the notice undid terms, until the lines change otherwise; null if it undid none. */
  former: { readonly terms: NaiveTerm[]; readonly arr: NaiveWorth } | null;
}

export class NaiveContract {
  private lines: NaiveLine[] = [];
  /** The last day of each term, and whether the contract renewed for it by itself. */
  private terms: NaiveTerm[];
  private notice: NaiveNotice | null = null;
  /** Lines that belong to another contract from a day on; their earlier days are still its own. */
  private gone: { line: NaiveLine; from: number }[] = [];
  private readonly holders: number[];

  constructor(
    private readonly all: NaiveLine[],
    readonly signed: SignedContract,
    holders?: readonly number[],
  ) {
    this.holders = [...(holders ?? DAYS.map(() => signed.account))];
    this.terms = [{ end: placeOf(signed.endsOn), isAuto: false }];
    for (const line of signed.lines) this.overwrite(line);
  }

  get endsOn(): string {
    return dayAt(this.end);
  }

  /** Products of its own lines, present or past. */
  get products(): string[] {
    return [...new Set(this.lines.map(({ product }) => product))];
  }

  private get end(): number {
    return this.terms.at(-1)!.end;
  }

  get hasNotice(): boolean {
    return this.notice !== null;
  }

  termEndOn(day: string): string {
    return dayAt(this.terms.find(({ end }) => end >= placeOf(day))!.end);
  }

  /** Terms after the last one that these lines reach are renewed from them again. Products that moved later stay there. */
  amend(effectiveOn: string, lines: readonly SoldLine[]): void {
    const from = placeOf(effectiveOn);
    const moves = lines.map((line) => this.moveOf(line.product, placeOf(line.segments[0]!.from)));
    const ends = lines.flatMap(({ segments }, place) =>
      segments.map(({ to }) => Math.min(placeOf(to), (moves[place] ?? DAYS.length) - 1)),
    );
    const last = Math.max(from, ...ends);
    const reached = this.terms.findIndex(({ end }) => end >= last);
    const before = this.copy();
    this.clear(from);
    for (const [place, line] of lines.entries()) this.overwrite(line, moves[place]);
    for (const [place, { end, isAuto }] of this.terms.entries()) {
      if (place <= reached) continue;
      const begin = this.terms[place - 1]!.end + 1;
      if (isAuto) this.goOn(begin, end);
      else if (lines.length > 0) restore(before, begin, end);
    }
    const count = this.terms.length;
    const isEmpty = () => !this.hasArr(this.terms.at(-2)!.end + 1);
    while (this.terms.length > reached + 1 && this.terms.at(-1)!.isAuto && isEmpty()) this.terms.pop();
    const { notice } = this;
    if (notice === null) return;
    notice.former = null;
    if (this.terms.length < count) this.giveNotice(notice.givenOn);
  }

  renew(endsOn: string, lines: readonly SoldLine[]): void {
    this.terms.push({ end: placeOf(endsOn), isAuto: false });
    this.notice = null;
    for (const line of lines) this.overwrite(line);
  }

  giveNotice(givenOn: string): void {
    this.forgetNotice();
    const former = { terms: [...this.terms], arr: this.copy() };
    const isUndone = this.undo((lastDay) => placeOf(givenOn) <= lastDay);
    while (this.renewOnce(placeOf(givenOn)));
    this.notice = { givenOn, former: isUndone ? former : null };
  }

  takeNoticeBack(today: string): void {
    this.forgetNotice();
    this.undo((lastDay) => lastDay >= placeOf(today));
    this.renewByItself(today);
  }

  private forgetNotice(): void {
    const former = this.notice?.former ?? null;
    this.notice = null;
    if (former === null) return;
    restore(former.arr, this.end + 1, DAYS.length - 1);
    this.terms = [...former.terms];
  }

  /** Removes automatic terms by their last day for notice. @returns whether there were any */
  private undo(isUndone: (lastDay: number) => boolean): boolean {
    const count = this.terms.length;
    const isLast = () =>
      this.terms.length > 1 && this.terms.at(-1)!.isAuto && isUndone(this.terms.at(-2)!.end - this.signed.noticeDays);
    while (isLast()) this.terms.pop();
    this.clear(this.end + 1);
    return this.terms.length < count;
  }

  private copy(): NaiveWorth {
    const own = this.lines.map((line) => [line, [...line.arr]] as const);
    return new Map([...own, ...this.gone.map(({ line, from }) => [line, line.arr.slice(0, from)] as const)]);
  }

  /** Renews for each last day for notice that is over by the given day. */
  renewByItself(today: string): void {
    while (this.notice === null && this.renewOnce(placeOf(today)));
  }

  /** Replaces the contract as reported anew; lines that moved to other contracts stay there. */
  reportAgain(account: number, lines: readonly SoldLine[]): void {
    const { notice } = this;
    this.notice = null;
    this.terms = [{ end: placeOf(this.signed.endsOn), isAuto: false }];
    this.holders.fill(account);
    this.clear(0);
    for (const { holder } of this.lines) holder.fill(account);
    for (const { line, from } of this.gone) line.holder.fill(account, 0, from);
    for (const sold of lines) this.overwrite(sold, this.moveOf(sold.product));
    if (notice !== null) this.giveNotice(notice.givenOn);
  }

  /** Moves all lines, or those of some products, which become a contract of their own. */
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
    if (this.notice !== null) this.notice.former = null;
    other.notice = this.notice && { ...this.notice };
    this.lines = this.lines.filter((line) => !goes(line));
    return other;
  }

  private renewOnce(today: number): boolean {
    const { noticeDays, autoRenewMonths } = this.signed;
    const last = this.end;
    if (autoRenewMonths === null || last - noticeDays + 1 > today) return false;
    const isOwn = (line: NaiveLine) => !this.gone.some((each) => each.line === line && each.from <= last + 1);
    if (!this.known.some((line) => isOwn(line) && line.arr[last] !== 0n)) return false;
    const end = this.monthsOn(last + 1, autoRenewMonths) - 1;
    this.terms.push({ end, isAuto: true });
    this.goOn(last + 1, end);
    return true;
  }

  /** Counts months from the first day of the earliest term from which the present ones are counted, too. */
  private monthsOn(place: number, months: number): number {
    const begins = [placeOf(this.signed.startsOn), ...this.terms.slice(0, -1).map(({ end }) => end + 1), place];
    for (const begin of begins)
      for (let passed = 0; placeOf(inMonths(dayAt(begin), passed)) <= place; passed += 1)
        if (placeOf(inMonths(dayAt(begin), passed)) === place) return placeOf(inMonths(dayAt(begin), passed + months));
    throw new Error('The last of them is the day itself');
  }

  /** Its lines, and those that were its own until they moved. */
  private get known(): NaiveLine[] {
    return [...this.lines, ...this.gone.map(({ line }) => line)];
  }

  /** Lasts from the first day to the last as on the day before, or until a line moves. */
  private goOn(first: number, last: number): void {
    for (const { arr } of this.lines) arr.fill(arr[first - 1]!, first, last + 1);
    for (const { line, from } of this.gone)
      if (first < from) line.arr.fill(line.arr[first - 1]!, first, Math.min(last + 1, from));
  }

  private hasArr(day: number): boolean {
    const isOwn = ({ from }: NaiveContract['gone'][number]) => day < from;
    return [...this.lines, ...this.gone.filter(isOwn).map(({ line }) => line)].some(({ arr }) => arr[day] !== 0n);
  }

  /** The first day after the given one on which a product moved away; the first ever without one. */
  private moveOf(product: string, after = -1): number | undefined {
    const days = this.gone.filter(({ line, from }) => line.product === product && from > after).map(({ from }) => from);
    return days.length === 0 ? undefined : Math.min(...days);
  }

  private clear(from: number): void {
    for (const { arr } of this.lines) arr.fill(0n, from);
    for (const { line, from: until } of this.gone) if (from < until) line.arr.fill(0n, from, until);
  }

  /** @param moved the day from which another contract has the product */
  private overwrite({ product, kind, segments }: SoldLine, moved?: number): void {
    if (kind === 'usage') return;
    const { arr } = moved === undefined ? this.lineOf(product, kind) : this.goneLineOf(product, kind, moved);
    for (const segment of segments) {
      const after = Math.min(placeOf(segment.to) + 1, moved ?? DAYS.length);
      if (placeOf(segment.from) < after) arr.fill(arrOf(segment), placeOf(segment.from), after);
    }
  }

  private goneLineOf(product: string, kind: string, moved: number): NaiveLine {
    const known = this.gone.find(({ line, from }) => line.product === product && line.kind === kind && from === moved);
    if (known !== undefined) return known.line;
    const line = { product, kind, currency: this.signed.currency, arr: DAYS.map(() => 0n), holder: [...this.holders] };
    this.all.push(line);
    this.gone.push({ line, from: moved });
    return line;
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

function restore(before: NaiveWorth, first: number, last: number): void {
  for (const [{ arr }, was] of before)
    for (let at = first; at <= Math.min(last, was.length - 1); at += 1) arr[at] = was[at]!;
}

/** What each account, or each of its products, was worth by day. */
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
      values: Array.from({ length: last + 1 }, () => none),
      came: Array.from({ length: last + 1 }, () => none),
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
      // What ends or begins on the day of the transfer does not change hands.
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
