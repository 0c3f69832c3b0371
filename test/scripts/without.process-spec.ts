import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { it } from '@jest/globals';
import { runs } from '../support/runs.js';

const LONG_MS = 6 * 3_600_000;
/** Each satellite takes minutes: `.ci/run` tests one a day, with a few tests. */
const inLongRuns = runs(0, 1) === 1 ? it : it.skip;

inLongRuns(
  'the program works without any one of its satellites',
  async () => {
    await promisify(execFile)(process.execPath, ['scripts/without.mjs', '--all']);
  },
  LONG_MS,
);
