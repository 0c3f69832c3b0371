// How long test files are expected to take, in milliseconds.
import { statSync } from 'node:fs';
import { kindOf } from '../../../scripts/test-kinds.mjs';

/** @param {string} path @param {number | false | undefined} lastMs how long the file took in the last run */
export function weightOf(path, lastMs) {
  if (lastMs) return lastMs;
  const { setUpMs, msPerByte } = kindOf(path);
  return setUpMs + statSync(path).size * msPerByte;
}

/** The weights of the files of this run by path, which the sequencer enters. @type {Map<string, number>} */
export const planned = new Map();
