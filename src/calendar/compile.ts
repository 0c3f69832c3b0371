import { type Interval, MS_PER_DAY, MS_PER_MINUTE } from '../platform/values/duration.js';
import { ClaimList, type Claims, subtract, unite } from './claims.js';
import { type CalendarDefinition, type LocalIntervals, minutesOfInterval, WEEKDAYS } from './definition.js';
import { instantOfLocal, type LocalDay, type YearWindow, type ZoneRules } from './zone.js';

/** Returns the public holidays of a region in a year as local dates "YYYY-MM-DD": see holidays.ts. */
export type HolidaysOf = (region: string, year: number) => readonly string[];

/** Minutes from the midnight before the start. */
type Minutes = readonly (readonly [start: number, end: number])[];

interface Plan {
  readonly week: readonly Minutes[];
  readonly overrides: ReadonlyMap<LocalDay, Minutes>;
  readonly breaks: ReadonlyMap<LocalDay, Minutes>;
  readonly isHoliday: (day: LocalDay) => boolean;
}

const NO_MINUTES: Minutes = [];
const DAYS_PER_WEEK = 7;
/** 1970-01-01 was a Thursday. */
const WEEKDAY_OF_DAY_ZERO = WEEKDAYS.indexOf('thu');
/** A local day can begin 14 hours before and end 12 hours after the UTC day, and a shift can last another 24. */
const DAYS_BEFORE_WINDOW = 2;

/** @returns a function that compiles the claims of any window of years, with breaks removed */
export function claimsCompiler(
  definition: CalendarDefinition,
  holidaysOf: HolidaysOf,
): (rules: ZoneRules, window: YearWindow) => Claims {
  const plan = planOf(definition, holidaysOf);
  return (rules, window) => {
    const inside = intervalOf(window);
    const firstDay = inside.from / MS_PER_DAY - DAYS_BEFORE_WINDOW;
    const lastDay = inside.to / MS_PER_DAY;
    const claims = new ClaimList();
    const blocked: Interval[] = [
      { from: Number.NEGATIVE_INFINITY, to: inside.from },
      { from: inside.to, to: Number.POSITIVE_INFINITY },
    ];
    for (let day = firstDay; day <= lastDay; day += 1) {
      // A day that the zone skipped never existed, and its hours do not move to the next day.
      if (rules.skippedDays.has(day)) continue;
      for (const [start, end] of hoursOn(plan, day)) claims.add(at(rules, day, start), at(rules, day, end), day);
      for (const [start, end] of plan.breaks.get(day) ?? NO_MINUTES) {
        blocked.push({ from: at(rules, day, start), to: at(rules, day, end) });
      }
    }
    return subtract(claims.toClaims(), unite(blocked));
  };
}

export function intervalOf({ firstYear, lastYear }: YearWindow): Interval {
  return { from: Date.UTC(firstYear, 0, 1), to: Date.UTC(lastYear + 1, 0, 1) };
}

function planOf(
  { hours, holidays, holidayRegion, overrides, breaks }: CalendarDefinition,
  holidaysOf: HolidaysOf,
): Plan {
  const own = new Set(holidays.map(dayOf));
  const regional = new Map<number, ReadonlySet<LocalDay>>();
  const regionalOf = (year: number): ReadonlySet<LocalDay> => {
    let days = regional.get(year);
    if (days === undefined) {
      days = new Set(holidayRegion === undefined ? [] : holidaysOf(holidayRegion, year).map(dayOf));
      regional.set(year, days);
    }
    return days;
  };
  return {
    week: WEEKDAYS.map((weekday) => minutesOfAll(hours[weekday] ?? [])),
    overrides: minutesByDay(overrides),
    breaks: minutesByDay(breaks),
    isHoliday: (day) =>
      own.has(day) || (holidayRegion !== undefined && regionalOf(new Date(day * MS_PER_DAY).getUTCFullYear()).has(day)),
  };
}

/** An override of the date has precedence, then a holiday, which is closed, then the week. */
function hoursOn({ week, overrides, isHoliday }: Plan, day: LocalDay): Minutes {
  const override = overrides.get(day);
  if (override !== undefined) return override;
  const weekly = week[(((day + WEEKDAY_OF_DAY_ZERO) % DAYS_PER_WEEK) + DAYS_PER_WEEK) % DAYS_PER_WEEK]!;
  return weekly.length === 0 || isHoliday(day) ? NO_MINUTES : weekly;
}

function minutesByDay(dates: Readonly<Record<string, LocalIntervals>>): Map<LocalDay, Minutes> {
  return new Map(Object.entries(dates).map(([date, intervals]) => [dayOf(date), minutesOfAll(intervals)]));
}

function minutesOfAll(intervals: LocalIntervals): Minutes {
  return intervals.map(minutesOfInterval);
}

export function dayOf(date: string): LocalDay {
  return Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY;
}

function at(rules: ZoneRules, day: LocalDay, minute: number): number {
  return instantOfLocal(rules, day * MS_PER_DAY + minute * MS_PER_MINUTE);
}
