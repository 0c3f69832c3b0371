import { type Day, dayIn, daysAfter, startOfDay } from '../platform/values/day.js';
import type { Duration, Instant, Interval } from '../platform/values/duration.js';
import type { Claims } from './claims.js';
import { claimsCompiler, type HolidaysOf, intervalOf } from './compile.js';
import { type CalendarDefinition, OWNER_ZONE } from './definition.js';
import { type Compiler, compiledFrom, EVERYTHING, limited, Timetable } from './timetable.js';
import { UTC_RULES, type YearWindow, zoneRules } from './zone.js';

/**
 * Working time between 1970 and 2110; there is none outside these years. Results depend only on the calendar: caches
 * only save time. Pauses may overlap, in any order.
 */
export interface WorkingTime {
  /**
   * Returns the instant at which the budget is spent: at closing, when it runs out at closing. Days come first: each is
   * the same local time on the next date with working hours of its own, or the next opening when closed then. A pause
   * stops the clock, so the working time it takes up before the deadline is added.
   * @throws DeadlineOutOfReachError when that is more than ten years away
   */
  deadline(from: Instant, budget: Duration, pauses?: readonly Interval[]): Instant;
  /** Returns the working milliseconds outside pauses; negative when `to` is before `from`. */
  workingMsBetween(from: Instant, to: Instant, pauses?: readonly Interval[]): number;
  isOpenAt(at: Instant): boolean;
  /** Returns the first open instant at or after `at`, or null if there is none within ten years. */
  nextOpening(at: Instant): Instant | null;
  /** Returns when the working time around `at` ends, or null if `at` is closed or it does not end within ten years. */
  closes(at: Instant): Instant | null;
  /** Returns this working time minus absences; a date that is all absence is no working day. */
  without(absences: readonly Interval[]): WorkingTime;
  /** Returns the overlap with the other. Days are those of this one, except days without overlap. */
  within(other: WorkingTime): WorkingTime;
  /** Returns the union with the others: a day is a working day if any of them has hours on that date. */
  or(others: readonly WorkingTime[]): WorkingTime;
  /** Returns the claims of local days, for at least a window of years. */
  claimsIn(window: YearWindow): Claims;
}

interface CompileOptions {
  /** The zone of a calendar whose own is "owner". */
  readonly timeZone: string;
  readonly holidaysOf: HolidaysOf;
  /** Years to compile at once, so that the first question about them need not wait. Others follow on demand. */
  readonly window: YearWindow;
}

/** @param definition one that checkCalendar finds no fault in */
export function compileWorkingTime(definition: CalendarDefinition, options: CompileOptions): WorkingTime {
  const timeZone = definition.timeZone === OWNER_ZONE ? options.timeZone : definition.timeZone;
  const claimsOf = claimsCompiler(definition, options.holidaysOf);
  const compiler: Compiler = (window) => {
    const rules = zoneRules(timeZone, window);
    return compiledFrom(window, rules, claimsOf(rules, window));
  };
  return new Timetable(compiler, compiler(limited(options.window)), 'workingDay');
}

export function closedIn(hours: WorkingTime, { from, to }: Interval): Interval[] {
  const closed: Interval[] = [];
  for (let at: Instant | null = from; at !== null && at < to; at = hours.closes(at)) {
    const opens: Instant = Math.min(hours.nextOpening(at) ?? to, to);
    if (opens > at) closed.push({ from: at, to: opens });
    at = opens;
  }
  return closed;
}

/** Elapsed time: the calendar that never closes. A day in a duration is 24 hours. */
export const alwaysOpen: WorkingTime = alwaysOpenTimetable();

function alwaysOpenTimetable(): WorkingTime {
  const { from, to } = intervalOf(EVERYTHING);
  const claims = { opens: Float64Array.of(from), closes: Float64Array.of(to), days: Float64Array.of(0) };
  const compiled = compiledFrom(EVERYTHING, UTC_RULES, claims);
  return new Timetable(() => compiled, compiled, 'hours24');
}

interface WorkingDay {
  readonly date: Day;
  readonly endsAt: Instant;
}

/**
 * Returns the first working day that ends after an instant, or null if there is none. All hours that begin on one date
 * are one day, with its breaks and night. Hours that never close give days that end at midnight.
 */
export function nextEndOfDay(hours: WorkingTime, timeZone: string, after: Instant): WorkingDay | null {
  // Hours that began the day before may continue through the night.
  const from = startOfDay(daysAfter(dayIn(after, timeZone), -1), timeZone);
  for (let opensAt = hours.nextOpening(from); opensAt !== null; ) {
    const date = dayIn(opensAt, timeZone);
    const midnight = startOfDay(daysAfter(date, 1), timeZone);
    const endsAt = endOf(hours, opensAt, midnight);
    if (endsAt > after) return { date, endsAt };
    opensAt = hours.nextOpening(Math.max(endsAt, midnight));
  }
  return null;
}

/** @param midnight hours that open from then on belong to another day */
function endOf(hours: WorkingTime, opensAt: Instant, midnight: Instant): Instant {
  let endsAt = opensAt;
  for (let at: Instant | null = opensAt; at !== null && at < midnight; at = hours.nextOpening(endsAt)) {
    const closesAt = hours.closes(at);
    // No shift of the day before lasts longer than half a day after midnight.
    if (closesAt === null || closesAt > midnight + NIGHT_MS) return midnight;
    endsAt = closesAt;
  }
  return endsAt;
}

const NIGHT_MS = 12 * 60 * 60 * 1_000;
