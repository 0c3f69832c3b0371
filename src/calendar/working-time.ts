import { DateTime } from 'luxon';
import type { Duration, Instant, Interval } from '../platform/duration.js';
import type { Claims } from './claims.js';
import { claimsCompiler, type HolidaysOf, intervalOf } from './compile.js';
import { type CalendarDefinition, OWNER_ZONE } from './definition.js';
import { type Compiler, compiledFrom, EVERYTHING, limited, Timetable } from './timetable.js';
import { UTC_RULES, type YearWindow, zoneRules } from './zone.js';

/**
 * When somebody works, between 1970 and 2110; outside these years nobody does. The answers depend on nothing but the
 * calendar: what is remembered in between only saves time. Pauses may overlap, in any order.
 */
export interface WorkingTime {
  /**
   * The instant at which the budget is spent: at closing, when it runs out at closing. Days come first: each is the
   * same local time on the next date with working hours of its own, or the next opening when closed then. A pause
   * stops the clock, so the working time it takes up before the deadline is added.
   * @throws DeadlineOutOfReachError when that is more than ten years away
   */
  deadline(from: Instant, budget: Duration, pauses?: readonly Interval[]): Instant;
  /** Working milliseconds that are not paused; negative when `to` is before `from`. */
  workingMsBetween(from: Instant, to: Instant, pauses?: readonly Interval[]): number;
  isOpenAt(at: Instant): boolean;
  /** The first open instant at or after `at`; null when there is none within ten years. */
  nextOpening(at: Instant): Instant | null;
  /** When the working time that `at` lies in ends; null when `at` is closed, or it does not end within ten years. */
  closes(at: Instant): Instant | null;
  /** The same, but absences are not working time, and a date that is all absence is no working day. */
  without(absences: readonly Interval[]): WorkingTime;
  /** Only what is the other's time too. Its days stay those of this one, and one on which they do not meet is none. */
  within(other: WorkingTime): WorkingTime;
  /** With what is any other's time: a day is a working day where one of them has hours on that date. */
  or(others: readonly WorkingTime[]): WorkingTime;
  /** What each local day has of it, in a window of years at least. */
  claimsIn(window: YearWindow): Claims;
}

interface CompileOptions {
  /** The zone to read the calendar in when its own is "owner". */
  readonly timeZone: string;
  readonly holidaysOf: HolidaysOf;
  /** Compiled at once, so that the first question about these years waits for nothing. Others follow on demand. */
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

/** What is not working time of a span, in order. */
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

/** One day on which somebody works. */
interface WorkingDay {
  /** The date on which it begins, as the clocks of their zone show it. */
  readonly date: string;
  /** When they leave. */
  readonly endsAt: Instant;
}

/**
 * The first working day that ends after an instant: whatever begins on one date is one day, with its breaks and to the
 * end of its night. Who never leaves has days that end at midnight. Null: they do not work any more.
 */
export function nextEndOfDay(hours: WorkingTime, timeZone: string, after: Instant): WorkingDay | null {
  const local = DateTime.fromMillis(after, { zone: timeZone });
  // What began the day before may go on through the night.
  const from = local.minus({ days: 1 }).startOf('day').toMillis();
  for (let opensAt = hours.nextOpening(from); opensAt !== null; ) {
    const begins = DateTime.fromMillis(opensAt, { zone: timeZone });
    const midnight = begins.plus({ days: 1 }).startOf('day').toMillis();
    const endsAt = endOf(hours, opensAt, midnight);
    if (endsAt > after) return { date: begins.toISODate()!, endsAt };
    opensAt = hours.nextOpening(Math.max(endsAt, midnight));
  }
  return null;
}

/** @param midnight what opens from then on is of another day */
function endOf(hours: WorkingTime, opensAt: Instant, midnight: Instant): Instant {
  let endsAt = opensAt;
  for (let at: Instant | null = opensAt; at !== null && at < midnight; at = hours.nextOpening(endsAt)) {
    const closesAt = hours.closes(at);
    // Half a day after midnight nobody is at the work of the day before.
    if (closesAt === null || closesAt > midnight + NIGHT_MS) return midnight;
    endsAt = closesAt;
  }
  return endsAt;
}

const NIGHT_MS = 12 * 60 * 60 * 1_000;
