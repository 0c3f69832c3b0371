import { DateTime } from 'luxon';
import type { Instant } from '../platform/instant.js';
import type { WorkingTime } from './working-time.js';

/** One day on which somebody works. */
export interface WorkingDay {
  /** The date on which it begins, as the clocks of their zone show it. */
  readonly date: string;
  /** When they leave. */
  readonly endsAt: Instant;
}

/**
 * The first working day that ends after an instant: whatever begins on one date is one day, with its breaks and to the
 * end of its night. Who never leaves has days that end at midnight. Null: they do not work any more.
 */
export function nextEndOfDay(hours: WorkingTime, timeZone: string, after: Instant): WorkingDay | null {
  const local = DateTime.fromMillis(after, { zone: timeZone });
  // What began the day before may go on through the night.
  const from = local.minus({ days: 1 }).startOf('day').toMillis();
  for (let opensAt = hours.nextOpening(from); opensAt !== null; ) {
    const begins = DateTime.fromMillis(opensAt, { zone: timeZone });
    const midnight = begins.plus({ days: 1 }).startOf('day').toMillis();
    const endsAt = endOf(hours, opensAt, midnight);
    if (endsAt > after) return { date: begins.toISODate()!, endsAt };
    opensAt = hours.nextOpening(Math.max(endsAt, midnight));
  }
  return null;
}

/** @param midnight what opens from then on is of another day */
function endOf(hours: WorkingTime, opensAt: Instant, midnight: Instant): Instant {
  let endsAt = opensAt;
  for (let at: Instant | null = opensAt; at !== null && at < midnight; at = hours.nextOpening(endsAt)) {
    const closesAt = hours.closes(at);
    // Half a day after midnight nobody is at the work of the day before.
    if (closesAt === null || closesAt > midnight + NIGHT_MS) return midnight;
    endsAt = closesAt;
  }
  return endsAt;
}

const NIGHT_MS = 12 * 60 * 60 * 1_000;
