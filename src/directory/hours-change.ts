import { OWNER_ZONE } from '../calendar/definition.js';
import { CONTACT_HOURS_ID, type HoursChange } from '../clocks/outdated.js';
import { canonicalJson } from '../platform/values/canonical-json.js';
import type { Directory } from './directory.js';

/**
 * Returns the calendars, reps and pools in both directories whose working time differs.
 * A clock depends on the calendar it was planned with, on its owner (their calendar, zone, team and absences) and on
 * its pool (its calendar). Each is compared by itself, so the cost is linear in their number. A false positive costs a
 * little work; a false negative leaves a wrong deadline.
 */
export function hoursChange(before: Directory, after: Directory): HoursChange {
  const settingsZone = ({ content }: Directory) => content.settings.timeZone;
  const isZoneMoved = settingsZone(before) !== settingsZone(after);
  return {
    calendarIds: [...after.content.calendars.values()]
      .filter(({ id, version, timeZone }) => {
        const former = before.content.calendars.get(id);
        // A calendar in its owner's zone uses the settings' zone if there is no owner.
        return former !== undefined && (former.version !== version || (isZoneMoved && timeZone === OWNER_ZONE));
      })
      .map(({ id }) => id),
    repIds: [...after.content.reps.keys()].filter(
      (id) => before.rep(id) !== undefined && before.hours.keyOf(id) !== after.hours.keyOf(id),
    ),
    poolIds: [...after.content.pools.keys()].filter(
      (id) => before.pool(id) !== undefined && before.hours.keyOfPool(id) !== after.hours.keyOfPool(id),
    ),
    ofContact: contactKey(before.content) !== contactKey(after.content),
  };
}

export function isNoChange(change: HoursChange): boolean {
  return changedIds(change).length === 0;
}

export function changedIds({ calendarIds, repIds, poolIds, ofContact }: HoursChange): readonly string[] {
  return [...calendarIds, ...repIds, ...poolIds, ...(ofContact ? [CONTACT_HOURS_ID] : [])];
}

/** Includes the settings' zone, which applies to leads whose zone is not known. */
function contactKey({ settings: { contactHours, timeZone } }: Directory['content']): string {
  return Object.keys(contactHours).length === 0 ? '' : canonicalJson([contactHours, timeZone]);
}
