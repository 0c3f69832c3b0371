/**
 * Returns the smallest value that at least this share of all values does not exceed (nearest rank): always a value that
 * occurred, never an interpolated one.
 * @param share from 0, not included, to 1
 * @returns null if there are no values
 */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1]!;
}
