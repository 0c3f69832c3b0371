import { DateTime } from 'luxon';
import { elapsedMs, parseDuration } from '../platform/duration.js';
import type { Instant, Interval } from '../platform/instant.js';

/** How silence of touches is watched. */
export interface SilenceSettings {
  readonly alarm: boolean;
  /** Whether enforcement is held meanwhile. */
  readonly hold: boolean;
  /** A shorter silence is none; in working time of the default calendar. */
  readonly after: string;
}

export function silentAfterMs({ after }: Pick<SilenceSettings, 'after'>): number {
  const duration = parseDuration(after);
  if ('code' in duration) throw new Error(`"${after}" passed the check of the settings and is no duration`);
  return elapsedMs(duration);
}

/** Working time, as far as silence is measured in it. */
interface Hours {
  workingMsBetween(from: Instant, to: Instant): number;
  isOpenAt(at: Instant): boolean;
}

/** So many weeks are looked back at, and so many of them have to speak for it: one may have had a holiday. */
const WEEKS = 4;
const WEEKS_NEEDED = 3;
/** Fewer touches say nothing of a rhythm. */
const TOUCHES_MIN = 5;
/** It has to be silent for so many times as long as it ever was at these hours. */
const TIMES = 2;

/** The same hours of one of the weeks before, and when touches were reported in it, ascending. */
export interface FormerWeek {
  readonly during: Interval;
  readonly touches: readonly Instant[];
}

/** The same hours of the weeks before, by the clock on the wall: people have lunch at noon, whatever the clocks did. */
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
 * Whether touches have fallen silent against their own rhythm: for twice as long as they were at most in the same hours
 * of nearly every of the last weeks. All is counted in working time, so nights, weekends and holidays are no silence.
 * @param silence since the last touch, until now
 * @param former by `weeksBefore`
 */
export function isSilent(silence: Interval, former: readonly FormerWeek[], hours: Hours, afterMs: number): boolean {
  if (!mayBeSilent(silence, hours, afterMs)) return false;
  const silentMs = hours.workingMsBetween(silence.from, silence.to);
  const speaking = former.filter(
    (week) => week.touches.length >= TOUCHES_MIN && silentMs > TIMES * longestGapMs(week, hours),
  );
  return speaking.length >= WEEKS_NEEDED;
}

/** Whether it is worth looking at former weeks. */
export function mayBeSilent({ from, to }: Interval, hours: Hours, afterMs: number): boolean {
  return hours.isOpenAt(to) && hours.workingMsBetween(from, to) >= afterMs;
}

function longestGapMs({ during: { from, to }, touches }: FormerWeek, hours: Hours): number {
  const edges = [from, ...touches, to];
  return edges.slice(1).reduce((longest, at, index) => Math.max(longest, hours.workingMsBetween(edges[index]!, at)), 0);
}
