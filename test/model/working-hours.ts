/** Working time as a person with a wall calendar counts it: stretch by stretch, and nothing is remembered. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The hours of a week in a zone that never changes its offset; a day that is not named is closed. */
export interface Week {
  readonly zone: string;
  readonly offsetMinutes: number;
  /** From Sunday on: stretches of minutes since midnight. */
  readonly days: readonly (readonly (readonly [number, number])[])[];
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const ALWAYS: readonly Stretch[] = [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }];
/** Stories last days: a story that asks for more has gone wrong. */
const DAYS_MAX = 90;

/** In which something counts. @param week null: around the clock @param cut when it does not count all the same */
export class OpenTime {
  constructor(
    private readonly week: Week | null,
    private readonly cut: readonly Stretch[] = [],
  ) {}

  without(more: readonly Stretch[]): OpenTime {
    return new OpenTime(this.week, [...this.cut, ...more]);
  }

  /** When so much of it has passed since an instant. What runs out at closing time runs out then. */
  after(from: number, ms: number): number {
    // Who has no time to wait for waits for no opening.
    if (ms === 0) return from;
    let left = ms;
    for (const stretch of this.stretches(from)) {
      const start = Math.max(stretch.from, from);
      if (stretch.to - start >= left) return start + left;
      left -= stretch.to - start;
    }
    return Number.POSITIVE_INFINITY;
  }

  between(from: number, to: number): number {
    let sum = 0;
    for (const stretch of this.stretches(from)) {
      if (stretch.from >= to) break;
      sum += Math.max(0, Math.min(stretch.to, to) - Math.max(stretch.from, from));
    }
    return sum;
  }

  isOpenAt(at: number): boolean {
    return this.between(at, at + 1) > 0;
  }

  /** Those that end after an instant, in their order. */
  private *stretches(from: number): Generator<Stretch> {
    for (const stretch of this.week === null ? ALWAYS : daysOf(this.week, from))
      for (const left of cutOut(stretch, this.cut)) if (left.to > from) yield left;
  }
}

function* daysOf({ days, offsetMinutes }: Week, from: number): Generator<Stretch> {
  const offset = offsetMinutes * MINUTE;
  const midnight = Math.floor((from + offset) / DAY) * DAY - offset;
  for (let day = 0; day < DAYS_MAX; day += 1) {
    const start = midnight + day * DAY;
    for (const [opens, closes] of days[new Date(start + offset).getUTCDay()]!)
      yield { from: start + opens * MINUTE, to: start + closes * MINUTE };
  }
}

function cutOut(stretch: Stretch, cut: readonly Stretch[]): Stretch[] {
  const [first, ...rest] = cut;
  if (first === undefined) return [stretch];
  const before = { from: stretch.from, to: Math.min(stretch.to, first.from) };
  const behind = { from: Math.max(stretch.from, first.to), to: stretch.to };
  return [before, behind].filter(({ from, to }) => from < to).flatMap((left) => cutOut(left, rest));
}
