import { type Instant, MS_PER_DAY, MS_PER_MINUTE } from '../platform/duration.js';
import { type FormerWeek, isSilent, mayBeSilent } from '../sla/silence.js';

/** The shortest silence that is compared with that of other weeks. */
const SHORTEST_MS = 30 * MS_PER_MINUTE;
/** Longer than a week of silence has no weeks before it. */
const LONGEST_MS = 7 * MS_PER_DAY;

/** Leads come around the clock, whoever is at work. */
const ALWAYS = {
  isOpenAt: () => true,
  workingMsBetween: (from: Instant, to: Instant) => to - from,
};

/** From the last lead of a source until now. */
export interface SourceSilence {
  readonly from: Instant;
  readonly to: Instant;
}

/** Whether a source is silent for longer than it may be. */
export function isTooLong({ from, to }: SourceSilence, silentAfterMs: number): boolean {
  return to - from >= silentAfterMs;
}

/** Whether its silence has to be compared with the same hours of earlier weeks. */
export function mayBreakRhythm(silence: SourceSilence): boolean {
  return silence.to - silence.from <= LONGEST_MS && mayBeSilent(silence, ALWAYS, SHORTEST_MS);
}

/**
 * Whether a source has fallen silent against its own rhythm: for more than twice the longest silence of the same hours
 * in nearly all of the last weeks. Nights and weekends on which nothing comes are part of the rhythm, and one odd week
 * changes nothing.
 * @param former from `weeksBefore`
 */
export function breaksRhythm(silence: SourceSilence, former: readonly FormerWeek[]): boolean {
  return mayBreakRhythm(silence) && isSilent(silence, former, ALWAYS, SHORTEST_MS);
}
