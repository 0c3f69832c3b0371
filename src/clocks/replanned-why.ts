import { readReach } from '../contact/reach.js';
import type { ClockCalendar } from './clock.js';

/** What has changed where a clock is due at another time: its policy, or its hours. */
export type ReplannedWhy = 'policyChanged' | 'scheduled' | HoursWhy;

type HoursWhy =
  | 'otherCalendar'
  | 'calendarChanged'
  | 'timeZone'
  | 'contactKinds'
  | 'contactZone'
  | 'contactHours'
  | 'absences';

/**
 * Told by what it was planned under: where that is the same, nothing is left but when its owner is away.
 * @param isOfContact whether the hours are others by now in which its lead may be contacted
 */
export function replannedWhy(former: ClockCalendar, anew: ClockCalendar, isOfContact: boolean): HoursWhy {
  if (former.calendarId !== anew.calendarId) return 'otherCalendar';
  if (former.calendarVersion !== anew.calendarVersion) return 'calendarChanged';
  if (former.timeZone !== anew.timeZone) return 'timeZone';
  if (former.reach !== anew.reach) return kindsOf(former) === kindsOf(anew) ? 'contactZone' : 'contactKinds';
  return isOfContact ? 'contactHours' : 'absences';
}

function kindsOf({ reach }: ClockCalendar): string | null {
  return reach === null ? null : readReach(reach).kinds.join();
}
