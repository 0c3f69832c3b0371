import { OWNER_ZONE } from '../calendar/definition.js';
import type { HoursChange } from '../clocks/outdated.js';
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
      (id) => before.rep(id) !== undefined && before.hoursKey(id) !== after.hoursKey(id),
    ),
    poolIds: [...after.content.pools.keys()].filter(
      (id) => before.pool(id) !== undefined && before.poolHoursKey(id) !== after.poolHoursKey(id),
    ),
  };
}

export function isNoChange({ calendarIds, repIds, poolIds }: HoursChange): boolean {
  return calendarIds.length + repIds.length + poolIds.length === 0;
}
