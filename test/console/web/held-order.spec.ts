import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { heldOrder } from '../../../src/console/web/inbox/held-order.js';
import { runs } from '../../support/runs.js';

describe('the order of a list in use', () => {
  it('follows the current order while nobody uses the list', () => {
    expect(heldOrder(['a', 'b'], ['c', 'b', 'a'], false)).toEqual({ shown: ['c', 'b', 'a'], waiting: 0 });
  });
  it('stays while somebody does, and counts rows that would come or rise', () => {
    expect(heldOrder(['a', 'b'], ['c', 'a', 'b'], true)).toEqual({ shown: ['a', 'b'], waiting: 1 });
    expect(heldOrder(['a', 'b', 'c'], ['c', 'a', 'b'], true)).toEqual({ shown: ['a', 'b', 'c'], waiting: 1 });
  });
  it('drops rows that are gone at once', () => {
    expect(heldOrder(['a', 'b', 'c'], ['a', 'c'], true)).toEqual({ shown: ['a', 'c'], waiting: 0 });
  });
  it('fills an empty list at once', () => {
    expect(heldOrder([], ['a'], true)).toEqual({ shown: ['a'], waiting: 0 });
  });

  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 20 }).map(String));
  it('never moves a row, and counts none exactly if both orders are the same', () => {
    fc.assert(
      fc.property(ids, ids, (before, wanted) => {
        const { shown, waiting } = heldOrder(before, wanted, true);
        if (before.length > 0) expect(shown).toEqual(before.filter((id) => wanted.includes(id)));
        expect(waiting === 0).toBe(shown.join() === wanted.join());
      }),
      { numRuns: runs(200, 5_000) },
    );
  });
});
