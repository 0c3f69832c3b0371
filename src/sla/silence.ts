import { DateTime } from 'luxon';
import { elapsedMs, type Instant, type Interval, parseDuration } from '../platform/duration.js';

/** How silence of touches is watched. */
export interface SilenceSettings {
  readonly alarm: boolean;
  /** Whether enforcement is held meanwhile. */
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

/** How many weeks are compared, and in how many of them the rhythm must show: one may have had a holiday. */
const WEEKS = 4;
const WEEKS_NEEDED = 3;
/** The fewest touches that show a rhythm. */
const TOUCHES_MIN = 5;
/** The silence must be this many times the longest silence of these hours. */
const TIMES = 2;

/** The same hours of an earlier week, with the instants of its touches, ascending. */
export interface FormerWeek {
  readonly during: Interval;
  readonly touches: readonly Instant[];
}

/** The same hours of earlier weeks, by wall-clock time: people have lunch at noon, also after a change of clocks. */
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
 * Whether touches have fallen silent against their own rhythm: for twice the longest silence of the same hours in
 * nearly all of the last weeks. Counts in working time, so nights, weekends and holidays are no silence.
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

/** Whether the silence is long enough to compare it with earlier weeks. */
export function mayBeSilent({ from, to }: Interval, hours: Hours, afterMs: number): boolean {
  return hours.isOpenAt(to) && hours.workingMsBetween(from, to) >= afterMs;
}

function longestGapMs({ during: { from, to }, touches }: FormerWeek, hours: Hours): number {
  const edges = [from, ...touches, to];
  return edges.slice(1).reduce((longest, at, index) => Math.max(longest, hours.workingMsBetween(edges[index]!, at)), 0);
}
