/** Matches beyond this number are not counted. */
export const COUNT_MAX = 100_000;
