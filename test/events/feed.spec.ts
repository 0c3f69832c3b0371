import { expect, it } from '@jest/globals';
import { nextPosition } from '../../src/events/feed.js';

const at = (epoch: number, xid: string, seq: number) => ({ epoch, xid, seq });
const between = { after: at(2, '99', 7), horizon: at(2, '100', 0) };

it('goes on after the last row of a full page', () => {
  expect(nextPosition([at(2, '99', 8), at(2, '99', 9)], 2, between)).toEqual(at(2, '99', 9));
});

it.each([[[]], [[at(2, '99', 8)]]])('goes on at the horizon when all before it was asked for', (rows) => {
  expect(nextPosition(rows, 2, between)).toEqual(at(2, '100', 0));
});

it.each([at(3, '1', 1), at(2, '101', 1), at(2, '100', 1)])('never goes back from %j', (after) => {
  expect(nextPosition([], 2, { ...between, after })).toEqual(after);
});
