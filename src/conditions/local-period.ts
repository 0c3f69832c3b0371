import { DateTime } from 'luxon';
import { type Instant, type Interval, MS_PER_HOUR, MS_PER_MINUTE } from '../platform/instant.js';

/** The local day and the local week (from Monday) in which an instant lies. */
export interface LocalPeriods {
  readonly day: Interval;
  readonly week: Interval;
}

/** No clocks are put back by more. */
const TRANSITION_MS = 3 * MS_PER_HOUR;

/** Zones are few, and the same day is asked for again and again. */
const latest = new Map<string, LocalPeriods>();

/** Both as instants; a day of 23 or 25 hours is as long as it is. */
export function localPeriods(timeZone: string, at: Instant): LocalPeriods {
  const known = latest.get(timeZone);
  if (known !== undefined && known.day.from <= at && at < known.day.to) return known;
  const local = DateTime.fromMillis(at, { zone: timeZone });
  const periods = { day: periodOf(local, 'day'), week: periodOf(local, 'week') };
  latest.set(timeZone, periods);
  return periods;
}

function periodOf(local: DateTime, unit: 'day' | 'week'): Interval {
  const from = local.startOf(unit);
  return { from: firstOf(from), to: firstOf(from.plus({ [unit]: 1 }).startOf(unit)) };
}

/** Where the clocks go back over midnight it comes twice, and a day begins with the first. */
function firstOf(midnight: DateTime): Instant {
  const at = midnight.toMillis();
  const before = midnight.minus(TRANSITION_MS);
  const asBefore = at - (before.offset - midnight.offset) * MS_PER_MINUTE;
  const isMidnight = DateTime.fromMillis(asBefore, { zone: midnight.zone }).hasSame(midnight, 'day');
  return isMidnight ? Math.min(at, asBefore) : at;
}
