import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { portionsOf } from '../../src/platform/values/group.js';

const itself = (weight: number) => weight;

it('portions hold all rows in their order, and exceed the limit only for a single heavy row', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12)), (rows) => {
      const portions = [...portionsOf(rows, itself, 10)];
      expect(portions.flat()).toEqual(rows);
      for (const portion of portions) {
        expect(portion.length).toBeGreaterThan(0);
        const weight = portion.reduce((sum, row) => sum + row, 0);
        expect(portion.length === 1 || weight <= 10).toBe(true);
      }
    }),
  );
});

it('light rows share a portion', () => {
  expect([...portionsOf([4, 6, 1, 11, 2], itself, 10)]).toEqual([[4, 6], [1], [11], [2]]);
  expect([...portionsOf([], itself, 10)]).toEqual([]);
});
