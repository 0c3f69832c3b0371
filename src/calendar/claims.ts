import type { Interval } from '../platform/values/duration.js';
import { countUpTo } from './binary-search.js';
import type { LocalDay } from './zone.js';

/**
 * The working time of each local day: `[opens[i], closes[i])` belongs to `days[i]`, the day on which it starts, even
 * when it runs past midnight. Ascending by day; the claims of two days may overlap.
 */
export interface Claims {
  readonly opens: Float64Array;
  readonly closes: Float64Array;
  readonly days: Float64Array;
}

/** The union of all claims: ascending, disjoint, not even touching. */
export interface OpenTime {
  readonly opens: Float64Array;
  readonly closes: Float64Array;
  /** `sums[i]` is the working time in the intervals before `i`; one entry more than intervals. */
  readonly sums: Float64Array;
}

/** Sorts intervals, joins those that overlap or meet, and drops those that are empty or inverted. */
export function unite(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from);
  const united: Interval[] = [];
  for (const each of sorted) {
    const last = united.at(-1);
    if (last === undefined || each.from > last.to) united.push(each);
    else if (each.to > last.to) united[united.length - 1] = { from: last.from, to: each.to };
  }
  return united;
}

export class ClaimList {
  private readonly opens: number[] = [];
  private readonly closes: number[] = [];
  private readonly days: number[] = [];

  /** Ignores an empty or inverted interval, which a daylight-saving gap can cause. */
  add(open: number, close: number, day: LocalDay): void {
    if (open >= close) return;
    this.opens.push(open);
    this.closes.push(close);
    this.days.push(day);
  }

  toClaims(): Claims {
    return {
      opens: new Float64Array(this.opens),
      closes: new Float64Array(this.closes),
      days: new Float64Array(this.days),
    };
  }
}

/** Removes the blocked time from each claim. @param blocked united intervals */
export function subtract(claims: Claims, blocked: readonly Interval[]): Claims {
  const blockedEnds = Float64Array.from(blocked, ({ to }) => to);
  const left = new ClaimList();
  for (let index = 0; index < claims.opens.length; index += 1) {
    const close = claims.closes[index]!;
    const day = claims.days[index]!;
    let open = claims.opens[index]!;
    for (let next = countUpTo(blockedEnds, open); next < blocked.length && blocked[next]!.from < close; next += 1) {
      left.add(open, blocked[next]!.from, day);
      open = blocked[next]!.to;
    }
    left.add(open, close, day);
  }
  return left.toClaims();
}

/** Reduces each claim to the part that is also open time; its day stays the same. */
export function intersect(claims: Claims, { opens, closes }: Pick<OpenTime, 'opens' | 'closes'>): Claims {
  const both = new ClaimList();
  for (let index = 0; index < claims.opens.length; index += 1) {
    const [open, close] = [claims.opens[index]!, claims.closes[index]!];
    for (let next = countUpTo(closes, open); next < opens.length && opens[next]! < close; next += 1)
      both.add(Math.max(open, opens[next]!), Math.min(close, closes[next]!), claims.days[index]!);
  }
  return both.toClaims();
}

export function together(all: readonly Claims[]): Claims {
  const each = all.flatMap(({ opens, closes, days }) =>
    Array.from(days, (day, index) => ({ open: opens[index]!, close: closes[index]!, day })),
  );
  const list = new ClaimList();
  for (const { open, close, day } of each.sort((a, b) => a.day - b.day || a.open - b.open)) list.add(open, close, day);
  return list.toClaims();
}

export function openTimeOf(claims: Claims): OpenTime {
  const { opens, closes } = inOrderOfOpening(claims);
  const unitedOpens: number[] = [];
  const unitedCloses: number[] = [];
  for (let index = 0; index < opens.length; index += 1) {
    const last = unitedCloses.length - 1;
    if (last < 0 || opens[index]! > unitedCloses[last]!) {
      unitedOpens.push(opens[index]!);
      unitedCloses.push(closes[index]!);
    } else if (closes[index]! > unitedCloses[last]!) {
      unitedCloses[last] = closes[index]!;
    }
  }
  const sums = new Float64Array(unitedOpens.length + 1);
  for (let index = 0; index < unitedOpens.length; index += 1) {
    sums[index + 1] = sums[index]! + unitedCloses[index]! - unitedOpens[index]!;
  }
  return { opens: new Float64Array(unitedOpens), closes: new Float64Array(unitedCloses), sums };
}

/** Ascending by day is ascending by opening too, except for a list written out of order or a gap around midnight. */
function inOrderOfOpening({ opens, closes }: Claims): Pick<Claims, 'opens' | 'closes'> {
  if (opens.every((open, index) => index === 0 || opens[index - 1]! <= open)) return { opens, closes };
  const order = Array.from(opens.keys()).sort((a, b) => opens[a]! - opens[b]!);
  return {
    opens: Float64Array.from(order, (index) => opens[index]!),
    closes: Float64Array.from(order, (index) => closes[index]!),
  };
}

/** Returns the days that have working time of their own, ascending, each once. */
export function workDaysOf(claims: Claims): Float64Array {
  return claims.days.filter((day, index) => index === 0 || day !== claims.days[index - 1]);
}
