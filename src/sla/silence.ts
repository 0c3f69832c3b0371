import { DateTime } from 'luxon';
import { elapsedMs, type Instant, type Interval, parseDuration } from '../platform/values/duration.js';

/** Settings of the watch for a silence of touches. */
export interface SilenceSettings {
  readonly alarm: boolean;
  /** Whether enforcement is held during a silence. */
  readonly hold: boolean;
  /** The shortest silence that matters, in working time of the default calendar. */
  readonly after: string;
}

export function silentAfterMs({ after }: Pick<SilenceSettings, 'after'>): number {
  const duration = parseDuration(after);
  if ('code' in duration) throw new Error(`"${after}" passed the check of the settings and is no duration`);
  return elapsedMs(duration);
}

/** The functions of working time that measuring silence needs. */
interface Hours {
  workingMsBetween(from: Instant, to: Instant): number;
  isOpenAt(at: Instant): boolean;
}

/** The number of weeks compared, and the number of them that must show the rhythm: one may have had a holiday. */
const WEEKS = 4;
const WEEKS_NEEDED = 3;
/** The fewest touches that show a rhythm. */
const TOUCHES_MIN = 5;
/** The silence must be longer than this many times the longest silence of the same hours. */
const TIMES = 2;

/** The same hours of an earlier week, with the instants of its touches, ascending. */
export interface FormerWeek {
  readonly during: Interval;
  readonly touches: readonly Instant[];
}

/**
 * Returns the same hours of earlier weeks by wall-clock time, because people have lunch at noon even after a change to
 * daylight saving time.
 */
export function weeksBefore({ from, to }: Interval, timeZone: string): Interval[] {
  return Array.from({ length: WEEKS }, (_, index) => {
    const before = (at: Instant) =>
      DateTime.fromMillis(at, { zone: timeZone })
        .minus({ weeks: index + 1 })
        .toMillis();
    return { from: before(from), to: before(to) };
  });
}

/**
 * Reports whether touches have fallen silent against their own rhythm: for more than twice the longest silence of the
 * same hours in nearly all of the last weeks. Counts in working time, so that nights, weekends and holidays are not
 * silence.
 * @param silence from the last touch until now
 * @param former from `weeksBefore`
 */
export function isSilent(silence: Interval, former: readonly FormerWeek[], hours: Hours, afterMs: number): boolean {
  if (!mayBeSilent(silence, hours, afterMs)) return false;
  const silentMs = hours.workingMsBetween(silence.from, silence.to);
  const speaking = former.filter(
    (week) => week.touches.length >= TOUCHES_MIN && silentMs > TIMES * longestGapMs(week, hours),
  );
  return speaking.length >= WEEKS_NEEDED;
}

/** Reports whether the silence is long enough to compare it with earlier weeks. */
export function mayBeSilent({ from, to }: Interval, hours: Hours, afterMs: number): boolean {
  return hours.isOpenAt(to) && hours.workingMsBetween(from, to) >= afterMs;
}

function longestGapMs({ during: { from, to }, touches }: FormerWeek, hours: Hours): number {
  const edges = [from, ...touches, to];
  return edges.slice(1).reduce((longest, at, index) => Math.max(longest, hours.workingMsBetween(edges[index]!, at)), 0);
}
