import type { ForecastCategory } from './pipeline.js';

/* Which deals a forecast counts, and for which day: as they are listed, and as they stood. */

/** By which day deals count: that on which they are signed, or start. */
export const FORECAST_DATES = ['expected', 'starts'] as const;
export type ForecastDate = (typeof FORECAST_DATES)[number];

/** In place of the month of a deal of which nobody has said when. */
export const UNDATED = 'none';

/** The categories of which each figure counts open deals in whole, beside what is won. */
export const COUNTED_CATEGORIES = {
  closed: [],
  commit: ['commit'],
  bestCase: ['commit', 'bestCase'],
  pipeline: ['commit', 'bestCase', 'pipeline'],
} as const satisfies Record<string, readonly ForecastCategory[]>;
export type CountedFigure = keyof typeof COUNTED_CATEGORIES;
export const COUNTED_FIGURES = Object.keys(COUNTED_CATEGORIES) as CountedFigure[];

/** SQL for the day of a deal: when it was signed, of one that is open when that is expected; or when it starts. @param zone SQL of a time zone */
export function forecastDay(date: ForecastDate, zone: string): string {
  const signed = `((case when stage = 'won' then won_at else expected_close_at end) at time zone ${zone})::date`;
  return date === 'expected' ? signed : `coalesce(starts_on, ${signed})`;
}
