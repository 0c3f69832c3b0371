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

/** SQL for the day of a deal: of its signing (expected while open), or of its start. @param zone SQL of a time zone */
export function forecastDay(date: ForecastDate, zone: string): string {
  const signed = `((case when stage = 'won' then won_at else expected_close_at end) at time zone ${zone})::date`;
  return date === 'expected' ? signed : `coalesce(starts_on, ${signed})`;
}
