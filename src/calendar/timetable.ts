import { type Duration, elapsedMs, type Instant, type Interval, MS_PER_DAY } from '../platform/values/duration.js';
import { countBelow, countUpTo } from './binary-search.js';
import { DeadlineOutOfReachError } from './calendar.errors.js';
import { type Claims, intersect, type OpenTime, openTimeOf, subtract, together, unite, workDaysOf } from './claims.js';
import { intervalOf } from './compile.js';
import type { WorkingTime } from './working-time.js';
import { instantOfLocal, localOfInstant, type YearWindow, type ZoneRules } from './zone.js';

/** The years compiled so far. Nothing is known outside `from` and `to`, the bounds of the window. */
export interface CompiledYears extends Interval, OpenTime {
  readonly window: YearWindow;
  readonly rules: ZoneRules;
  readonly claims: Claims;
  readonly workDays: Float64Array;
}

export type Compiler = (window: YearWindow) => CompiledYears;

/** The meaning of a day in a duration: 24 hours in elapsed time, else a day with working hours. */
type DayRule = 'hours24' | 'workingDay';

/** The last instant is in 2100, and a deadline is at most ten years later. */
export const EVERYTHING: YearWindow = { firstYear: 1970, lastYear: 2110 };
const REACH_YEARS = 10;
/** The shortest ten years: 2097 to 2107 have only one leap day. */
const REACH_MIN_MS = 3_651 * MS_PER_DAY;
const NO_PAUSES: readonly Interval[] = [];

/** Answers by binary search, and compiles more years when a question exceeds those that it has. */
export class Timetable implements WorkingTime {
  constructor(
    private readonly compiler: Compiler,
    private compiled: CompiledYears,
    private readonly dayRule: DayRule,
  ) {}

  deadline(from: Instant, budget: Duration, pauses: readonly Interval[] = NO_PAUSES): Instant {
    const inDays = this.dayRule === 'workingDay' && budget.days > 0;
    const start = inDays ? this.afterWorkingDays(from, budget.days) : from;
    if (start === null) throw new DeadlineOutOfReachError(from);
    const united = unite(pauses);
    // The last of the days may end at an opening, while a pause lasts.
    const pause = inDays ? united.find((each) => each.from < start && start < each.to) : undefined;
    const due =
      pause === undefined
        ? this.spendAround(start, inDays ? budget.ms : elapsedMs(budget), from, united)
        : this.afterPause(pause, start, budget, from, united);
    if (due === null || isBeyondReach(from, due)) throw new DeadlineOutOfReachError(from);
    return due;
  }

  workingMsBetween(from: Instant, to: Instant, pauses: readonly Interval[] = NO_PAUSES): number {
    if (to < from) return 0 - this.workingMsBetween(to, from, pauses);
    const working = this.workingMs(from, to);
    return pauses.length === 0 ? working : working - this.pausedMs(from, to, unite(pauses));
  }

  isOpenAt(at: Instant): boolean {
    this.compileAround(at);
    const { opens, closes } = this.compiled;
    const index = countUpTo(closes, at);
    return index < opens.length && opens[index]! <= at;
  }

  nextOpening(at: Instant): Instant | null {
    this.compileAround(at);
    do {
      const { opens, closes } = this.compiled;
      const index = countUpTo(closes, at);
      if (index < opens.length) return withinReach(at, Math.max(at, opens[index]!));
    } while (this.compileFurther(at));
    return null;
  }

  closes(at: Instant): Instant | null {
    if (!this.isOpenAt(at)) return null;
    do {
      const close = this.compiled.closes[countUpTo(this.compiled.closes, at)]!;
      // An interval that ends with the window may continue after it.
      if (close < this.compiled.to) return withinReach(at, close);
    } while (this.compileFurther(at));
    return null;
  }

  without(absences: readonly Interval[]): WorkingTime {
    const absent = unite(absences);
    if (absent.length === 0) return this;
    return this.with((claims) => subtract(claims, absent));
  }

  within(other: WorkingTime): WorkingTime {
    return this.with((claims, window) => intersect(claims, openTimeOf(other.claimsIn(window))));
  }

  or(others: readonly WorkingTime[]): WorkingTime {
    if (others.length === 0) return this;
    return this.with((claims, window) => {
      const { from, to } = intervalOf(window);
      const all = together([claims, ...others.map((other) => other.claimsIn(window))]);
      // Another may have compiled more years than this one, whose claims for those are still missing.
      return intersect(all, { opens: Float64Array.of(from), closes: Float64Array.of(to) });
    });
  }

  claimsIn(window: YearWindow): Claims {
    return this.compileAtLeast(window).claims;
  }

  /** Returns a timetable with changed claims, which are computed for the years that questions touch. */
  private with(change: (claims: Claims, window: YearWindow) => Claims): Timetable {
    const changed = ({ window, rules, claims }: CompiledYears) => compiledFrom(window, rules, change(claims, window));
    return new Timetable((window) => changed(this.compileAtLeast(window)), changed(this.compiled), this.dayRule);
  }

  /** The same local time, `days` working days later, or the next opening if closed then; null if out of reach. */
  private afterWorkingDays(from: Instant, days: number): Instant | null {
    this.compileAround(from);
    const local = localOfInstant(this.compiled.rules, from);
    const day = Math.floor(local / MS_PER_DAY);
    let index = countUpTo(this.compiled.workDays, day) + days - 1;
    while (index >= this.compiled.workDays.length) {
      if (!this.compileFurther(from)) return null;
      index = countUpTo(this.compiled.workDays, day) + days - 1;
    }
    const { rules, workDays } = this.compiled;
    return this.openOrClosing(instantOfLocal(rules, local + (workDays[index]! - day) * MS_PER_DAY));
  }

  /** Closing time still counts as open: a deadline that ends at closing time is the closing instant. */
  private openOrClosing(at: Instant): Instant | null {
    this.compileAround(at);
    do {
      const { opens, closes } = this.compiled;
      const index = countBelow(closes, at);
      if (index < opens.length) return Math.max(at, opens[index]!);
    } while (this.compileFurther(at));
    return null;
  }

  /** Returns the first instant by which `budgetMs` were worked since `start`; null if out of reach of `from`. */
  private spend(start: Instant, budgetMs: number, from: Instant): Instant | null {
    if (budgetMs === 0) return start;
    this.compileAround(start);
    do {
      const { opens, sums } = this.compiled;
      const spent = workedBy(this.compiled, start) + budgetMs;
      if (spent <= sums[opens.length]!) {
        const index = countBelow(sums, spent) - 1;
        return opens[index]! + spent - sums[index]!;
      }
    } while (this.compileFurther(from));
    return null;
  }

  /** If the days had no working time, they are counted from the end of the pause in which the last one would end. */
  private afterPause(
    pause: Interval,
    start: Instant,
    budget: Duration,
    from: Instant,
    united: readonly Interval[],
  ): Instant | null {
    if (isBeyondReach(from, pause.to)) return null;
    if (this.workingMs(from, start) === 0) return this.deadline(pause.to, budget, united);
    const [resumed, due] = [this.openOrClosing(pause.to), this.spendAround(start, budget.ms, from, united)];
    return resumed === null || due === null ? null : Math.max(resumed, due);
  }

  /** Days are counted without regard to pauses; the working time that pauses took from them is added to the budget. */
  private spendAround(start: Instant, budgetMs: number, from: Instant, united: readonly Interval[]): Instant | null {
    if (united.length === 0) return this.spend(start, budgetMs, from);
    let leftMs = budgetMs + this.pausedMs(from, start, united);
    let at = start;
    for (const pause of united) {
      if (pause.to <= at) continue;
      // A deadline after this pause would be out of reach, so the years up to it need not be compiled.
      if (isBeyondReach(from, pause.from)) break;
      const workedMs = this.workingMs(at, Math.max(at, pause.from));
      if (workedMs >= leftMs) break;
      leftMs -= workedMs;
      at = pause.to;
    }
    return isBeyondReach(from, at) ? null : this.spend(at, leftMs, from);
  }

  private pausedMs(from: Instant, to: Instant, united: readonly Interval[]): number {
    let paused = 0;
    for (const pause of united) {
      if (pause.from < to && pause.to > from)
        paused += this.workingMs(Math.max(from, pause.from), Math.min(to, pause.to));
    }
    return paused;
  }

  private workingMs(from: Instant, to: Instant): number {
    this.compileAround(from);
    this.compileAround(to);
    return workedBy(this.compiled, to) - workedBy(this.compiled, from);
  }

  private compileAround(at: Instant): void {
    if (at >= this.compiled.from && at < this.compiled.to) return;
    const year = yearOf(at);
    this.compileAtLeast({ firstYear: year, lastYear: year });
  }

  /** Doubles the window, up to ten years after `from`. @returns false if it already reaches that far */
  private compileFurther(from: Instant): boolean {
    const { firstYear, lastYear } = this.compiled.window;
    const farthest = Math.min(yearOf(from) + REACH_YEARS, EVERYTHING.lastYear);
    if (lastYear >= farthest) return false;
    this.compileAtLeast({ firstYear, lastYear: Math.min(farthest, lastYear + lastYear - firstYear + 1) });
    return true;
  }

  private compileAtLeast(wanted: YearWindow): CompiledYears {
    const { window } = this.compiled;
    const { firstYear, lastYear } = limited(wanted);
    if (firstYear < window.firstYear || lastYear > window.lastYear) {
      this.compiled = this.compiler({
        firstYear: Math.min(firstYear, window.firstYear),
        lastYear: Math.max(lastYear, window.lastYear),
      });
    }
    return this.compiled;
  }
}

export function compiledFrom(window: YearWindow, rules: ZoneRules, claims: Claims): CompiledYears {
  return { ...intervalOf(window), ...openTimeOf(claims), window, rules, claims, workDays: workDaysOf(claims) };
}

/** Returns the working time from the start of the window. */
function workedBy({ opens, closes, sums }: CompiledYears, at: Instant): number {
  const index = countUpTo(closes, at);
  const before = sums[index]!;
  return index < opens.length && opens[index]! < at ? before + at - opens[index]! : before;
}

function withinReach(from: Instant, at: Instant): Instant | null {
  return isBeyondReach(from, at) ? null : at;
}

function isBeyondReach(from: Instant, at: Instant): boolean {
  return at - from > REACH_MIN_MS && at > new Date(from).setUTCFullYear(yearOf(from) + REACH_YEARS);
}

function yearOf(at: Instant): number {
  return new Date(at).getUTCFullYear();
}

export function limited({ firstYear, lastYear }: YearWindow): YearWindow {
  const limit = (year: number) => Math.min(Math.max(year, EVERYTHING.firstYear), EVERYTHING.lastYear);
  return { firstYear: limit(firstYear), lastYear: limit(lastYear) };
}
