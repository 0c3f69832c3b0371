import type { CalendarRow } from '../calendar/calendar.table.js';
import { MINUTES_PER_DAY, minutesOfInterval } from '../calendar/definition.js';
import { type Duration, MS_PER_HOUR, MS_PER_MINUTE } from '../platform/values/duration.js';

const DAY_MS = MINUTES_PER_DAY * MS_PER_MINUTE;

/**
 * Reports that a promise in working time has more hours than a working day: whoever writes PT48H for two days promises six
 * of eight hours.
 * @param calendars those by which the promise may count; the longest day of any of them decides
 * @returns null if its hours fit into a day
 */
export function beyondWorkingDay(
  { days, ms, text }: Duration & { readonly text: string },
  calendars: readonly Pick<CalendarRow, 'name' | 'hours'>[],
): { readonly counts: string; readonly meant: string } | null {
  const [longest] = calendars
    .map(({ name, hours }) => ({ name, ms: longestDayMs(hours) }))
    .sort((one, other) => other.ms - one.ms);
  if (longest === undefined || longest.ms === 0 || longest.ms >= DAY_MS || ms <= longest.ms) return null;
  const meant = days + Math.max(1, Math.round(ms / DAY_MS));
  const beside = days === 0 ? '' : ` beside ${counted(days, 'day')}`;
  return {
    counts: `${text} counts ${counted(ms / MS_PER_HOUR, 'working hour')}${beside}, ${counted(ms / longest.ms, 'day')} of the calendar "${longest.name}"`,
    meant: `P${meant}D if ${meant === 1 ? '1 day is' : `${meant} days are`} meant`,
  };
}

function longestDayMs(hours: CalendarRow['hours']): number {
  const minutes = Object.values(hours).map((day) =>
    day.map(minutesOfInterval).reduce((sum, [start, end]) => sum + end - start, 0),
  );
  return Math.max(0, ...minutes) * MS_PER_MINUTE;
}

function counted(count: number, unit: string): string {
  const rounded = Math.round(count * 10) / 10;
  return `${rounded} ${unit}${rounded === 1 ? '' : 's'}`;
}
