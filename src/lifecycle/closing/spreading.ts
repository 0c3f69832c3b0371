import type { WorkingTime } from '../../calendar/working-time.js';
import { deadlineInReach } from '../../clocks/deadline.js';
import type { Disposition } from '../../disposition/disposition.js';
import { type Instant, MS_PER_DAY, toIso } from '../../platform/values/duration.js';

/** The working days over which leads that are closed together come back, and the hours of the company. */
export interface Spread {
  readonly days: number;
  readonly hours: WorkingTime;
}

/** The place of a lead among those that are closed together, from 0. */
export interface SpreadPlace {
  readonly place: number;
  readonly of: number;
}

/**
 * Returns when each of the leads that are closed together comes back: the first at their common instant, or when the
 * company opens next, and the others spread evenly over the days from then on, in their order.
 */
export function spreadReturns(returnsAt: Instant, { days, hours }: Spread): (place: SpreadPlace) => Instant {
  const firstAt = hours.nextOpening(returnsAt) ?? returnsAt;
  const byDay = new Map<number, Instant>();
  return ({ place, of }) => {
    const day = Math.floor((Math.min(place, of - 1) * days) / of);
    if (day === 0) return firstAt;
    const at = byDay.get(day) ?? deadlineInReach(firstAt, { days: day, ms: 0 }, hours) ?? firstAt + day * MS_PER_DAY;
    byDay.set(day, at);
    return at;
  };
}

/** Returns the disposition with another return. `wakeAt` says the same; a duration stays as it was given. */
export function returningAt(disposition: Disposition, returnsAt: Instant): Disposition {
  const { category, fields } = disposition;
  return {
    ...disposition,
    returnsAt,
    ...(category === 'nurture' && { fields: { ...fields, wakeAt: toIso(returnsAt) } }),
  };
}
