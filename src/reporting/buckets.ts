import { MS_PER_MINUTE } from '../platform/values/duration.js';

/** Buckets of durations, each a sixteenth of an octave wide: narrow enough to find a percentile quickly. */
const STEPS = 16;
/** Bands end at 5, 15 and 60 minutes, which are all ends of buckets counted from this anchor. */
const ANCHOR_MS = 5 * MS_PER_MINUTE;
/** Octaves below and above the anchor: from half a second to more than a year. */
const OCTAVES_BELOW = 9;
const OCTAVES_ABOVE = 17;
const LAST = (OCTAVES_BELOW + OCTAVES_ABOVE) * STEPS;
export const BUCKETS = LAST + 1;

/** The longest duration of a bucket; the last one is unbounded. */
export function endOfBucket(bucket: number): number {
  return bucket >= LAST
    ? Number.POSITIVE_INFINITY
    : ANCHOR_MS * 2 ** (Math.floor(bucket / STEPS) - OCTAVES_BELOW) * (1 + (bucket % STEPS) / STEPS);
}

/** The first bucket that ends at or after a duration. @param ms whole milliseconds, from 0 */
export function bucketOf(ms: number): number {
  if (ms <= endOfBucket(0)) return 0;
  const octave = Math.floor(Math.log2(ms / ANCHOR_MS));
  const within = Math.ceil((ms / ANCHOR_MS / 2 ** octave - 1) * STEPS);
  return Math.min(LAST, (octave + OCTAVES_BELOW) * STEPS + within);
}

/** Bands of response time; each begins where the previous one ends. */
export const BANDS = ['upTo5m', 'upTo15m', 'upTo60m', 'over60m', 'never'] as const;
export type SpeedBand = (typeof BANDS)[number];

const ENDS: readonly (readonly [SpeedBand, number])[] = [
  ['upTo5m', bucketOf(5 * MS_PER_MINUTE)],
  ['upTo15m', bucketOf(15 * MS_PER_MINUTE)],
  ['upTo60m', bucketOf(60 * MS_PER_MINUTE)],
];

/** @param bucket null for leads that were not answered */
export function bandOf(bucket: number | null): SpeedBand {
  if (bucket === null) return 'never';
  return ENDS.find(([, end]) => bucket <= end)?.[0] ?? 'over60m';
}
