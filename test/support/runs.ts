import fc from 'fast-check';

/*
 * How far the tests look that go by chance. `npm test` looks at the same cases each time, so that no run fails by chance
 * where another passes; `npm run test:long` looks further, from a seed of its own that a failure prints.
 */
const isLong = process.env.TEST_LONG === '1';

/** `SEED=…` names one, as a failure has printed it. */
export const SEED = Number(process.env.SEED ?? (isLong ? Math.floor(Math.random() * 2 ** 31) : 20_261_123));

/** How many cases to try: a few, or as many as it takes to find what is rare. */
export function runs(few: number, many: number): number {
  return isLong ? many : few;
}

fc.configureGlobal({ seed: SEED, numRuns: runs(50, 500) });
