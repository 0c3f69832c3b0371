import { expect, it } from '@jest/globals';
import { progressLine } from '../support/runner/progress-line.mjs';

const MINUTE = 60_000;

it.each([
  ['the time left follows from the share of the work, not of the files', { share: 0.25 }, 'about 6 minutes left'],
  ['a minute that has begun counts whole', { share: 0.24 }, 'about 7 minutes left'],
  ['the last minute is not counted', { share: 0.7 }, 'less than a minute left'],
  ['nothing is left at the end', { share: 1 }, 'less than a minute left'],
])('%s', (_, { share }, left) => {
  expect(progressLine({ files: 40, ofFiles: 400, failed: 0, elapsedMs: 2 * MINUTE, share })).toBe(
    `40 of 400 files, ${left}`,
  );
});

it('says nothing of the time left before the pace is known', () => {
  expect(progressLine({ files: 1, ofFiles: 400, failed: 0, elapsedMs: MINUTE, share: 0.01 })).toBe('1 of 400 files');
});

it('says how many tests have failed', () => {
  expect(progressLine({ files: 40, ofFiles: 400, failed: 2, elapsedMs: MINUTE, share: 0.5 })).toBe(
    '40 of 400 files, 2 tests failed, less than a minute left',
  );
});
