import { type Instant, MS_PER_DAY, MS_PER_MINUTE } from '../platform/values/duration.js';
import { type FormerWeek, isSilent, mayBeSilent } from '../sla/silence.js';

/** The shortest silence that is compared with earlier weeks. */
const SHORTEST_MS = 30 * MS_PER_MINUTE;
/** A silence of more than a week has no earlier weeks to compare with. */
const LONGEST_MS = 7 * MS_PER_DAY;

/** Leads arrive around the clock, regardless of working hours. */
const ALWAYS = {
  isOpenAt: () => true,
  workingMsBetween: (from: Instant, to: Instant) => to - from,
};

/** The time since the last lead of a source. */
export interface SourceSilence {
  readonly from: Instant;
  readonly to: Instant;
}

export function isTooLong({ from, to }: SourceSilence, silentAfterMs: number): boolean {
  return to - from >= silentAfterMs;
}

/** Reports whether a silence must be compared with the same hours of earlier weeks. */
export function mayBreakRhythm(silence: SourceSilence): boolean {
  return silence.to - silence.from <= LONGEST_MS && mayBeSilent(silence, ALWAYS, SHORTEST_MS);
}

/**
 * Reports whether a silence breaks the source's own rhythm: it is more than twice as long as the longest silence in the
 * same hours of nearly all recent weeks. Nights and weekends without leads are part of the rhythm, and a single unusual
 * week changes nothing.
 * @param former from `weeksBefore`
 */
export function breaksRhythm(silence: SourceSilence, former: readonly FormerWeek[]): boolean {
  return mayBreakRhythm(silence) && isSilent(silence, former, ALWAYS, SHORTEST_MS);
}
