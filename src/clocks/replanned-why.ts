import type { ClockCalendar } from './clock.js';

/** What has changed where a clock is due at another time: its policy, or its hours. */
export type ReplannedWhy = 'policyChanged' | HoursWhy;

type HoursWhy = 'otherCalendar' | 'calendarChanged' | 'timeZone' | 'absences';

/** Told by what it was planned under: where that is the same, nothing is left but when its owner is away. */
export function replannedWhy(former: ClockCalendar, anew: ClockCalendar): HoursWhy {
  if (former.calendarId !== anew.calendarId) return 'otherCalendar';
  if (former.calendarVersion !== anew.calendarVersion) return 'calendarChanged';
  return former.timeZone !== anew.timeZone ? 'timeZone' : 'absences';
}
