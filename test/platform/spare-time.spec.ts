import { expect, it } from '@jest/globals';
import { restAfter } from '../../src/platform/running/turns.js';

it('work that has been stopped neither rests nor continues', async () => {
  expect(await restAfter(Number.POSITIVE_INFINITY, () => false)).toBe(false);
});

it('work on an idle node continues, however long its last part took', async () => {
  expect(await restAfter(Number.POSITIVE_INFINITY, () => true)).toBe(true);
});
