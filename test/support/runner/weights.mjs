// How long test files are expected to take, in milliseconds.
import { statSync } from 'node:fs';

/** What is known of files that have not run yet: milliseconds per byte, measured on two cores. */
const PACES = [
  { names: /\.(process|browser)-spec\.ts$/, msPerByte: 3.3 },
  { names: /\.(e2e|db)-spec\.ts$/, msPerByte: 0.3 },
  { names: /\.ts$/, msPerByte: 0.06 },
];

export const MOSTLY_WAITS = /\.process-spec\.ts$/;

/** @param {string} path @param {number | false | undefined} lastMs how long the file took in the last run */
export function weightOf(path, lastMs) {
  return lastMs || statSync(path).size * PACES.find(({ names }) => names.test(path)).msPerByte;
}

/** The weights of the files of this run by path, which the sequencer enters. @type {Map<string, number>} */
export const planned = new Map();
