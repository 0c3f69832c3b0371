import { randomInt } from 'node:crypto';

const STEPS = 1_000;

/** From 0 to 1, the 1 left out. */
export function chance(): number {
  return randomInt(STEPS) / STEPS;
}
