import { localOfInstant, zoneRules } from '../calendar/zone.js';
import { type Instant, type Interval, MS_PER_MINUTE } from '../platform/duration.js';

/** From an instant on a zone is so many minutes ahead of UTC, up to the next step. */
interface Step {
  readonly fromMinute: number;
  readonly offsetMinutes: number;
}

/** Offsets of a zone in a span, the first of which holds from before it. */
function stepsOf(timeZone: string, { from, to }: Interval): Step[] {
  const rules = zoneRules(timeZone, {
    firstYear: new Date(from).getUTCFullYear(),
    lastYear: new Date(to).getUTCFullYear(),
  });
  const changes = [...rules.changes].filter((at) => at > from && at < to);
  return [from, ...changes].map((at) => ({
    fromMinute: Math.floor(at / MS_PER_MINUTE),
    offsetMinutes: Math.floor((localOfInstant(rules, at) - at) / MS_PER_MINUTE),
  }));
}

/**
 * SQL for the local minute of a column with minutes since 1970 in UTC: arithmetic of whole numbers, because Postgres takes
 * a fifth of a microsecond to look a zone up, and does so for each of a million rows.
 */
export function localMinuteSql(column: string, timeZone: string, span: Interval): string {
  const [first, ...later] = stepsOf(timeZone, span);
  const cases = later.toReversed().map((step) => `when ${column} >= ${step.fromMinute} then ${step.offsetMinutes}`);
  if (cases.length === 0) return `(${column} + ${first!.offsetMinutes})`;
  return `(${column} + case ${cases.join(' ')} else ${first!.offsetMinutes} end)`;
}

/** The same for a minute: a function to be called with a year of them, in about their order. */
export function localMinutes(timeZone: string, span: Interval): (minute: number) => number {
  const steps = stepsOf(timeZone, span);
  let at = 0;
  return (minute) => {
    while (at > 0 && minute < steps[at]!.fromMinute) at -= 1;
    while (at + 1 < steps.length && minute >= steps[at + 1]!.fromMinute) at += 1;
    return minute + steps[at]!.offsetMinutes;
  };
}

/** When some local days begin and end. @param first since 1970-01-01 */
export function spanOfDays(first: number, days: number, timeZone: string): Interval {
  return { from: startOfDay(first, timeZone), to: startOfDay(first + days, timeZone) };
}

/** The first instant whose local date is this day or a later one: midnight, or where a zone leaps over it what follows. */
function startOfDay(day: number, timeZone: string): Instant {
  const local = day * 1440 * MS_PER_MINUTE;
  const year = new Date(local).getUTCFullYear();
  const rules = zoneRules(timeZone, { firstYear: year, lastYear: year });
  const candidates = [...new Set([...rules.offsets].map((offset) => local - offset)), ...rules.changes];
  return Math.min(...candidates.filter((at) => localOfInstant(rules, at) >= local));
}
