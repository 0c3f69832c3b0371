import { MS_PER_MINUTE } from '../platform/duration.js';

/** Spans of time in buckets, each a sixteenth of an octave wide: narrow enough to lead to a percentile soon. */
const STEPS = 16;
/** Bands end at five minutes and at one and a half times that twice and eight times over: all are ends of buckets. */
const ANCHOR_MS = 5 * MS_PER_MINUTE;
/** Octaves below and above the anchor: from half a second to more than a year. */
const OCTAVES_BELOW = 9;
const OCTAVES_ABOVE = 17;
const LAST = (OCTAVES_BELOW + OCTAVES_ABOVE) * STEPS;
export const BUCKETS = LAST + 1;

/** The longest span of a bucket; the last one has no end. */
export function endOfBucket(bucket: number): number {
  return bucket >= LAST
    ? Number.POSITIVE_INFINITY
    : ANCHOR_MS * 2 ** (Math.floor(bucket / STEPS) - OCTAVES_BELOW) * (1 + (bucket % STEPS) / STEPS);
}

/** The first bucket whose end is not before a span. @param ms whole milliseconds, from 0 */
export function bucketOf(ms: number): number {
  if (ms <= endOfBucket(0)) return 0;
  const octave = Math.floor(Math.log2(ms / ANCHOR_MS));
  const within = Math.ceil((ms / ANCHOR_MS / 2 ** octave - 1) * STEPS);
  return Math.min(LAST, (octave + OCTAVES_BELOW) * STEPS + within);
}

/** How soon leads were answered, as it is said among people; each band begins where the one before it ends. */
export const BANDS = ['upTo5m', 'upTo15m', 'upTo60m', 'over60m', 'never'] as const;
export type SpeedBand = (typeof BANDS)[number];

const ENDS: readonly (readonly [SpeedBand, number])[] = [
  ['upTo5m', bucketOf(5 * MS_PER_MINUTE)],
  ['upTo15m', bucketOf(15 * MS_PER_MINUTE)],
  ['upTo60m', bucketOf(60 * MS_PER_MINUTE)],
];

/** @param bucket null: not answered */
export function bandOf(bucket: number | null): SpeedBand {
  if (bucket === null) return 'never';
  return ENDS.find(([, end]) => bucket <= end)?.[0] ?? 'over60m';
}
