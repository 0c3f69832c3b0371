/** The percentiles of reports, in hundredths. */
export const SHARES = { median: 50, p90: 90, p99: 99 } as const;
export type Share = keyof typeof SHARES;

/** A value's position among the ascending values of a bucket, from 1. */
export interface RankPlace {
  readonly bucket: number;
  readonly place: number;
}

/** Returns the rank of a percentile among the values, from 1 (nearest rank); 0 if there are none. */
export function rankOf(hundredths: number, values: number): number {
  return Math.ceil((values * hundredths) / 100);
}

/**
 * Returns the place of a percentile: the smallest value that at least this many hundredths of all values do not exceed
 * (nearest rank). It is always a value that occurred.
 * @param counts of values by bucket, in any order
 * @returns null if there are no values
 */
export function placeOf(hundredths: number, counts: ReadonlyMap<number, number>): RankPlace | null {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  let left = rankOf(hundredths, total);
  for (const [bucket, count] of [...counts].sort(([a], [b]) => a - b)) {
    if (left <= count && count > 0) return { bucket, place: left };
    left -= count;
  }
  return null;
}

/**
 * Returns the places of several percentiles in one pass.
 * @param counts by bucket, from the first
 * @param hundredths ascending
 * @returns the places in the same order
 */
export function placesIn(counts: Int32Array, hundredths: readonly number[]): (RankPlace | null)[] {
  let total = 0;
  for (let bucket = 0; bucket < counts.length; bucket += 1) total += counts[bucket]!;
  let [bucket, before] = [0, 0];
  return hundredths.map((each) => {
    const rank = rankOf(each, total);
    if (total === 0 || rank === 0) return null;
    while (before + counts[bucket]! < rank) {
      before += counts[bucket]!;
      bucket += 1;
    }
    return { bucket, place: rank - before };
  });
}

/**
 * Returns the value at a place among ascending values, and reorders them for it: each round leaves only the part that
 * contains the place (quickselect), in a tenth of the time of sorting.
 * @param place from 1
 */
export function smallest(values: Float64Array, place: number): number {
  const wanted = place - 1;
  let [from, to] = [0, values.length - 1];
  while (from < to) {
    const pivot = values[(from + to) >> 1]!;
    let [low, high] = [from, to];
    while (low <= high) {
      while (values[low]! < pivot) low += 1;
      while (values[high]! > pivot) high -= 1;
      if (low > high) break;
      const swapped = values[low]!;
      values[low] = values[high]!;
      values[high] = swapped;
      low += 1;
      high -= 1;
    }
    if (wanted <= high) to = high;
    else if (wanted >= low) from = low;
    else break;
  }
  return values[wanted]!;
}
