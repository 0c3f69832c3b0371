import fc from 'fast-check';

/*
 * How much random tests try. `npm test` tries the same cases each time, so that no run fails by chance; `npm run
 * test:long` tries more cases, from a random seed that a failure prints.
 */
const isLong = process.env.TEST_LONG === '1';

/** `SEED=…` repeats a seed that a failure has printed. */
export const SEED = Number(process.env.SEED ?? (isLong ? Math.floor(Math.random() * 2 ** 31) : 20_261_123));

/** Returns the number of cases to try: few by default, many in long runs. */
export function runs(few: number, many: number): number {
  return isLong ? many : few;
}

fc.configureGlobal({ seed: SEED, numRuns: runs(50, 500) });
