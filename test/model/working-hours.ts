/** An independent, simple model of working time that walks stretch by stretch without caching. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The hours of a week in a zone with a fixed offset; a day without stretches is closed. */
export interface Week {
  readonly zone: string;
  readonly offsetMinutes: number;
  /** From Sunday on: stretches in minutes since midnight. */
  readonly days: readonly (readonly (readonly [number, number])[])[];
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const ALWAYS: readonly Stretch[] = [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }];
/** Stories last a few days; a longer search means that the story is wrong. */
const DAYS_MAX = 90;

/**
 * Time that counts for a clock.
 * @param week null: around the clock
 * @param cut stretches that do not count
 */
export class OpenTime {
  constructor(
    private readonly week: Week | null,
    private readonly cut: readonly Stretch[] = [],
  ) {}

  without(more: readonly Stretch[]): OpenTime {
    return new OpenTime(this.week, [...this.cut, ...more]);
  }

  /**
   * The instant at which so much time has passed. Time that ends with a stretch ends at closing, not at the next
   * opening.
   */
  after(from: number, ms: number): number {
    // A duration of zero does not wait for an opening.
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

  /** The stretches that end after an instant, in order. */
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
