import { readReach } from '../contact/reach.js';
import type { ClockCalendar } from './clock.js';

/** Why a clock is due at another time: its policy or its hours have changed. */
export type ReplannedWhy = 'policyChanged' | 'scheduled' | 'noticeChanged' | HoursWhy;

type HoursWhy =
  | 'otherCalendar'
  | 'calendarChanged'
  | 'timeZone'
  | 'contactKinds'
  | 'contactZone'
  | 'contactHours'
  | 'absences';

/**
 * Returns why hours changed a deadline, by comparing the calendars that it was planned by. If they are the same, the
 * absences of its owner have changed.
 * @param isOfContact whether the contact hours of its lead have changed
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
