import { randomInt } from 'node:crypto';

const STEPS = 1_000;

/** Returns a random number from 0 (inclusive) to 1 (exclusive). */
export function chance(): number {
  return randomInt(STEPS) / STEPS;
}
