import { expect, it } from '@jest/globals';
import { restAfter } from '../../src/platform/turns.js';

it('who has been stopped rests no more and does not go on', async () => {
  expect(await restAfter(Number.POSITIVE_INFINITY, () => false)).toBe(false);
});

it('a node that has nothing else to do goes on, however long the last part took', async () => {
  expect(await restAfter(Number.POSITIVE_INFINITY, () => true)).toBe(true);
});
