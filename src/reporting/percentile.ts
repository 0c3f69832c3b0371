/** Of which a report tells, in hundredths. */
export const SHARES = { median: 50, p90: 90, p99: 99 } as const;
export type Share = keyof typeof SHARES;

/** The value that is so far from the smallest of a bucket, from 1. */
export interface Place {
  readonly bucket: number;
  readonly place: number;
}

/**
 * Where a percentile stands: the smallest value that at least so many hundredths of all values do not exceed (nearest
 * rank). It is always a value that occurred.
 * @param counts of values by bucket, in any order
 * @returns null of no values
 */
export function placeOf(hundredths: number, counts: ReadonlyMap<number, number>): Place | null {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  let left = Math.ceil((total * hundredths) / 100);
  for (const [bucket, count] of [...counts].sort(([a], [b]) => a - b)) {
    if (left <= count && count > 0) return { bucket, place: left };
    left -= count;
  }
  return null;
}
