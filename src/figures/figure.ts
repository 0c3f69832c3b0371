export const GROUPS_MAX = 10_000;

export const TOTAL = 'total';

export function seconds(ms: number): number {
  return ms / 1_000;
}

/** Returns a share with four decimals, or null if `all` is 0. */
export function shareOf(some: number, all: number): number | null {
  return all === 0 ? null : Math.round((some / all) * 10_000) / 10_000;
}
