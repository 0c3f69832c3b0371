/** Rows of one answer: who asks for more wants a list, not a report. */
export const GROUPS_MAX = 10_000;

/** What the last row is called. */
export const TOTAL = 'total';

/** With three decimals: milliseconds are what is known. */
export function seconds(ms: number): number {
  return ms / 1_000;
}

/** A share with four decimals; null of none. */
export function shareOf(some: number, all: number): number | null {
  return all === 0 ? null : Math.round((some / all) * 10_000) / 10_000;
}
