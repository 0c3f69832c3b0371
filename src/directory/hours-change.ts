import { OWNER_ZONE } from '../calendar/definition.js';
import { CONTACT_HOURS_ID, type HoursChange } from '../clocks/deadline.js';
import type { Directory } from './directory.js';

/**
 * Whose working time differs between two directories, among those that both know. A clock depends on the calendar it was
 * planned with, on its owner (their calendar, zone, team and absences) and on the pool (its calendar): each says so by
 * itself, so that a comparison costs as much as there are of them. Too many costs a little work, too few would break a
 * promise.
 */
export function hoursChange(before: Directory, after: Directory): HoursChange {
  const settingsZone = ({ content }: Directory) => content.settings.timeZone;
  const isZoneMoved = settingsZone(before) !== settingsZone(after);
  return {
    calendarIds: [...after.content.calendars.values()]
      .filter(({ id, version, timeZone }) => {
        const former = before.content.calendars.get(id);
        // Read in its owner's zone, it is read in that of the settings where there is no owner.
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

/** Under which ids a change is known. */
export function changedIds({ calendarIds, repIds, poolIds, ofContact }: HoursChange): readonly string[] {
  return [...calendarIds, ...repIds, ...poolIds, ...(ofContact ? [CONTACT_HOURS_ID] : [])];
}

/** Whoever lives nobody knows where is contacted by the zone of the settings. */
function contactKey({ settings: { contactHours, timeZone } }: Directory['content']): string {
  return Object.keys(contactHours).length === 0 ? '' : JSON.stringify([inOrder(contactHours), timeZone]);
}

/** The database keeps the fields of a document in an order of its own. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([name, each]) => [name, inOrder(each)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
