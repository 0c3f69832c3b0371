import { expect, it } from '@jest/globals';
import { saidBefore } from '../../../src/console/web/imports/import.js';
import { keptOf } from '../../../src/console/web/imports/subjects.js';

it('one row says, and several say', () => {
  expect(saidBefore(1)).toBe('1 row says what was there already');
  expect(saidBefore(1_200)).toBe('1,200 rows say what was there already');
});

it('what an undo keeps is explained in the words of its subject', () => {
  expect(keptOf('leads', '2')).toBe('2, on which somebody has worked since');
  expect(keptOf('accounts', '2')).toBe('2, which others name by now');
  expect(keptOf('reps', '1')).toBe('1, whom somebody has changed or others name by now');
});
