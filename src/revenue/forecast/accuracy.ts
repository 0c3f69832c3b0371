import { type Day, daysAfter, daysBetween, monthsAfter } from '../../platform/values/day.js';
import { type Ratio, roundedTo, scaledOf } from '../../platform/values/money.js';
import type { ForecastFigure } from './forecast.js';

const DAYS_OF_WEEK = 7;
/** Weeks before the end of a month from which on its forecasts count: a quarter. */
const WEEKS_BEFORE = 13;

/** A month, by its first day, and the Mondays of its forecasts. */
export interface ForecastMonth {
  readonly first: Day;
  readonly mondays: readonly Day[];
}

/** The months that begin from `from` on and before `to`, each with the Mondays of the quarter that ends with it. */
export function monthsOf(from: Day, to: Day): ForecastMonth[] {
  const months: ForecastMonth[] = [];
  for (let first = nextMonth(from); first < to; first = monthsAfter(first, 1)) {
    const last = daysAfter(monthsAfter(first, 1), -1);
    const latest = daysAfter(last, -((new Date(`${last}T00:00:00Z`).getUTCDay() + 6) % DAYS_OF_WEEK));
    const mondays = Array.from({ length: WEEKS_BEFORE }, (_, week) => daysAfter(latest, -DAYS_OF_WEEK * week));
    months.push({ first, mondays: mondays.reverse() });
  }
  return months;
}

/** Returns the day itself if it is the first of a month, else the first of the next month. */
export function nextMonth(day: Day): Day {
  return day.endsWith('-01') ? day : monthsAfter(`${day.slice(0, 8)}01`, 1);
}

/** Returns the number of whole weeks from a Monday to the end of its month. */
export function weeksBefore(monday: Day, { first }: ForecastMonth): number {
  return Math.floor(daysBetween(monday, monthsAfter(first, 1)) / DAYS_OF_WEEK);
}

/** Returns the share by which a forecast was above (or below) what came; null if nothing came. */
export function errorOf(forecast: string, came: string): string | null {
  const [expected, actual] = [scaledOf(forecast, PLACES)!, scaledOf(came, PLACES)!];
  return actual === 0n ? null : roundedTo(SHARE_PLACES, { over: expected - actual, under: actual });
}

const PLACES = 4;
const SHARE_PLACES = 4;

export interface Wrong {
  readonly weeksBefore: number;
  readonly error: string | null;
}

/** Returns the mean size of the errors so many weeks ahead, over the months. */
export function meanErrors(wrong: readonly Wrong[]): { weeksBefore: number; months: number; meanError: string }[] {
  const weeks = [...new Set(wrong.map((each) => each.weeksBefore))].sort((one, other) => other - one);
  return weeks.flatMap((week) => {
    const errors = wrong.flatMap((each) => (each.weeksBefore === week && each.error !== null ? [each.error] : []));
    if (errors.length === 0) return [];
    const sum = errors.reduce((all, error) => all + sizeOf(scaledOf(error, SHARE_PLACES)!), 0n);
    const mean: Ratio = { over: sum, under: BigInt(errors.length) * 10n ** BigInt(SHARE_PLACES) };
    return [{ weeksBefore: week, months: errors.length, meanError: roundedTo(SHARE_PLACES, mean) }];
  });
}

function sizeOf(value: bigint): bigint {
  return value < 0n ? -value : value;
}

export const COMPARED = ['commit', 'bestCase', 'pipeline', 'weighted', 'worst'] as const satisfies ForecastFigure[];
