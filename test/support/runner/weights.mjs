// How long test files are expected to take, in milliseconds.
import { statSync } from 'node:fs';

/** What is known of files that have not run yet, measured on two cores: small ones set up too. */
const PACES = [
  { names: /\.(process|browser)-spec\.ts$/, setUpMs: 10_000, msPerByte: 1 },
  { names: /\.(e2e|db)-spec\.ts$/, setUpMs: 1_500, msPerByte: 0.1 },
  { names: /\.ts$/, setUpMs: 100, msPerByte: 0.04 },
];

export const MOSTLY_WAITS = /\.process-spec\.ts$/;

/** @param {string} path @param {number | false | undefined} lastMs how long the file took in the last run */
export function weightOf(path, lastMs) {
  if (lastMs) return lastMs;
  const { setUpMs, msPerByte } = PACES.find(({ names }) => names.test(path));
  return setUpMs + statSync(path).size * msPerByte;
}

/** The weights of the files of this run by path, which the sequencer enters. @type {Map<string, number>} */
export const planned = new Map();
