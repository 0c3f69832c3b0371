import type { ClockCalendar } from './clock.js';

/** What of its hours has changed where a clock is due at another time. */
export type ReplannedWhy = 'otherCalendar' | 'calendarChanged' | 'timeZone' | 'absences';

/** Told by what it was planned under: where that is the same, nothing is left but when its owner is away. */
export function replannedWhy(former: ClockCalendar, anew: ClockCalendar): ReplannedWhy {
  if (former.calendarId !== anew.calendarId) return 'otherCalendar';
  if (former.calendarVersion !== anew.calendarVersion) return 'calendarChanged';
  return former.timeZone !== anew.timeZone ? 'timeZone' : 'absences';
}
