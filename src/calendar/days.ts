import { type Fault, fault } from '../platform/input/fault.js';
import { MS_PER_DAY, MS_PER_MINUTE } from '../platform/values/duration.js';
import { groupBy } from '../platform/values/group.js';
import { claimsCompiler, dayOf } from './compile.js';
import { type CalendarDefinition, type LocalInterval, type LocalIntervals, MINUTES_PER_DAY } from './definition.js';
import type { OptionalHoliday, RegionalHolidays } from './holidays.js';
import { type LocalDay, UTC_RULES, type YearWindow } from './zone.js';

/** The origin of a day's hours; `break` if a break removed some of them. */
export const DAY_REASONS = ['week', 'holiday', 'override', 'break', 'closed'] as const;
type DayReason = (typeof DAY_REASONS)[number];

export interface CalendarDay {
  readonly date: string;
  /** The intervals that begin on this date, in order. An end before its start is on the next day, as in a calendar. */
  readonly hours: LocalIntervals;
  readonly why: DayReason;
  /** The name of the holiday, if known, and its region. */
  readonly name?: string;
  readonly region?: string;
  /** Holidays that only some observe. They do not close the calendar. */
  readonly optional?: readonly Omit<OptionalHoliday, 'date'>[];
}

/** Two local dates "YYYY-MM-DD", both included. */
export interface DateSpan {
  readonly from: string;
  readonly to: string;
}

export const DAYS_MAX = 366;
const FIRST_YEAR = 1970;
const LAST_YEAR = 2100;

export function checkDateSpan({ from, to }: DateSpan): Fault[] {
  const beyond = Object.entries({ from, to }).filter(
    ([, date]) => yearOf(date) < FIRST_YEAR || yearOf(date) > LAST_YEAR,
  );
  if (beyond.length > 0) {
    return beyond.map(([name, date]) =>
      fault(`/${name}`, 'outOfReach', `Expected a date from ${FIRST_YEAR} to ${LAST_YEAR}, not ${date}.`),
    );
  }
  const days = dayOf(to) - dayOf(from) + 1;
  if (days < 1) return [fault('/to', 'inverted', `It ends on ${to}, before it begins on ${from}.`)];
  if (days <= DAYS_MAX) return [];
  const latest = dateOf(dayOf(from) + DAYS_MAX - 1);
  const message = `Expected at most ${DAYS_MAX} days, from ${from} to ${latest} at the latest, not ${days} days.`;
  return [fault('/to', 'tooMany', message)];
}

/** Returns the years whose holidays `calendarDays` needs. */
export function yearsAround({ from, to }: DateSpan): YearWindow {
  return { firstYear: yearOf(from) - 1, lastYear: yearOf(to) + 1 };
}

/**
 * Returns each date with its hours and their origin. Local dates and times need no zone, so this also works for a
 * calendar that is read in its owner's zone.
 * @param definition one without faults by checkCalendar
 * @param span one without faults by checkDateSpan
 * @param holidays of the calendar's region in the years around the span
 */
export function calendarDays(
  definition: CalendarDefinition,
  span: DateSpan,
  holidays: RegionalHolidays,
): CalendarDay[] {
  const uncut = hoursByDay({ ...definition, breaks: {} }, span, holidays);
  const hours = hoursByDay(definition, span, holidays);
  const own = new Set(definition.holidays);
  const named = namesByDate(holidays.public);
  const optional = groupBy(holidays.optional, ({ date }) => date);
  return daysOf(span).map((day) => {
    const date = dateOf(day);
    const open = hours.get(day) ?? [];
    const isCut = JSON.stringify(open) !== JSON.stringify(uncut.get(day) ?? []);
    const somewhere = optional.get(date) ?? [];
    const isPublic = named.has(date);
    // A date in `holidays` gets the region's name for it, if there is one.
    const name = named.get(date) ?? (own.has(date) ? namesByDate(somewhere).get(date) : undefined);
    const region = isPublic ? definition.holidayRegion : somewhere[0]?.regions[0];
    return {
      date,
      hours: open,
      why: whyOf({
        isCut,
        isOverride: Object.hasOwn(definition.overrides, date),
        isHoliday: isPublic || own.has(date),
        open,
      }),
      ...(name !== undefined && { name, ...(region !== undefined && { region }) }),
      ...(name === undefined &&
        somewhere.length > 0 && {
          optional: somewhere.map(({ name: called, regions }) => ({ name: called, regions })),
        }),
    };
  });
}

function whyOf(of: { isCut: boolean; isOverride: boolean; isHoliday: boolean; open: LocalIntervals }): DayReason {
  if (of.isCut) return 'break';
  if (of.isOverride) return 'override';
  if (of.isHoliday) return 'holiday';
  return of.open.length === 0 ? 'closed' : 'week';
}

/** Computes as if the zone were UTC, where every local day has 24 hours. */
function hoursByDay(
  definition: CalendarDefinition,
  span: DateSpan,
  holidays: RegionalHolidays,
): Map<LocalDay, LocalInterval[]> {
  const dates = holidays.public.map(({ date }) => date);
  const claimsOf = claimsCompiler(definition, (_, year) => dates.filter((date) => yearOf(date) === year));
  const { opens, closes } = claimsOf(UTC_RULES, yearsAround(span));
  const byDay = new Map<LocalDay, LocalInterval[]>();
  const inOrder = Array.from(opens.keys()).sort((a, b) => opens[a]! - opens[b]!);
  for (const index of inOrder) {
    const day = Math.floor(opens[index]! / MS_PER_DAY);
    const [start, end] = [opens[index]!, closes[index]!].map((at) => (at - day * MS_PER_DAY) / MS_PER_MINUTE);
    const onDay = byDay.get(day) ?? [];
    onDay.push([localTime(start!), localTime(end! > MINUTES_PER_DAY ? end! - MINUTES_PER_DAY : end!)]);
    byDay.set(day, onDay);
  }
  return byDay;
}

function localTime(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

function namesByDate(holidays: readonly { readonly date: string; readonly name: string }[]): Map<string, string> {
  const byDate = groupBy(holidays, ({ date }) => date);
  return new Map([...byDate].map(([date, all]) => [date, [...new Set(all.map(({ name }) => name))].join(', ')]));
}

function daysOf({ from, to }: DateSpan): LocalDay[] {
  return Array.from({ length: dayOf(to) - dayOf(from) + 1 }, (_, index) => dayOf(from) + index);
}

function dateOf(day: LocalDay): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}
