import { zoneRules } from '../calendar/zone.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { ForecastCategory } from './pipeline.js';

/* Which deals a forecast counts, and for which day; for lists and for snapshots. */

/** The day by which deals count: that of signing, or that of the start. */
export const FORECAST_DATES = ['expected', 'starts'] as const;
export type ForecastDate = (typeof FORECAST_DATES)[number];

/** Stands for the month of a deal without a date. */
export const UNDATED = 'none';

/** The categories of open deals that each figure counts in full, besides won deals. */
export const COUNTED_CATEGORIES = {
  closed: [],
  commit: ['commit'],
  bestCase: ['commit', 'bestCase'],
  pipeline: ['commit', 'bestCase', 'pipeline'],
} as const satisfies Record<string, readonly ForecastCategory[]>;
export type CountedFigure = keyof typeof COUNTED_CATEGORIES;
export const COUNTED_FIGURES = Object.keys(COUNTED_CATEGORIES) as CountedFigure[];

/** SQL for the instant of the signing of a deal, or of its expected close. */
const SIGNED_AT = "case when stage = 'won' then won_at else expected_close_at end";

/**
 * SQL for the day of a deal: of its signing, or of its start. Postgres is not asked about the zone: it knows other
 * versions of zones than the rest of the program, and other names.
 * @param changes SQL of the instants at which the zone changes @param offsets SQL of its offsets in milliseconds, the
 * first of which holds before the first change
 */
export function forecastDay(
  date: ForecastDate,
  { changes, offsets }: Readonly<Record<keyof ZoneOffsets, string>>,
): string {
  const offset = `(${offsets})[width_bucket(${SIGNED_AT}, ${changes}) + 1] * interval '1 millisecond'`;
  const signed = `((${SIGNED_AT}) at time zone 'utc' + ${offset})::date`;
  return date === 'expected' ? signed : `coalesce(starts_on, ${signed})`;
}

/** SQL for whether the day of a deal is before another: null without a date. @param day SQL @param begins SQL of its instant */
export function isBefore(
  date: ForecastDate,
  { day, begins }: { readonly day: string; readonly begins: string },
): string {
  const signed = `(${SIGNED_AT}) < ${begins}`;
  return date === 'expected' ? signed : `coalesce(starts_on < ${day}, ${signed})`;
}

interface ZoneOffsets {
  readonly changes: readonly string[];
  readonly offsets: readonly number[];
}

/** Outside these years a zone keeps its offset, which matters only to deals in the first or last hour of a month. */
const YEARS_AROUND = 10;

/** Returns the parameters of `forecastDay` for the years around an instant. */
export function offsetsAround(at: Instant, timeZone: string): ZoneOffsets {
  const year = new Date(at).getUTCFullYear();
  const { changes, offsets } = zoneRules(timeZone, { firstYear: year - YEARS_AROUND, lastYear: year + YEARS_AROUND });
  return { changes: [...changes].map(toIso), offsets: [...offsets] };
}
